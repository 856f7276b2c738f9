internal import HubPlant
internal import Telemetry

/// How an agent's sync stands, as the API shows it.
enum AgentSyncView {
    static func json(
        _ agent: PlantAgent, _ incarnations: [AgentIncarnation], holds: [JSONValue], rounds: [JSONValue],
        at now: Timestamp, silenceSeconds: Double
    ) -> JSONValue {
        let waiting = incarnations.count { $0.standing == "APART" || $0.standing == "TRIAL" }
        return [
            "agent": AgentView.json(agent, at: now, silenceSeconds: silenceSeconds),
            "waiting": .of(waiting), "incarnations": .array(incarnations.map(json)), "holds": .array(holds),
            "lastRounds": .array(rounds),
        ]
    }

    private static func json(_ incarnation: AgentIncarnation) -> JSONValue {
        [
            "id": .of(incarnation.id), "standing": .string(incarnation.standing),
            "predecessor": .of(incarnation.predecessor), "software": .string(incarnation.software),
            "beganAt": .of(incarnation.beganAt), "heardAt": .of(incarnation.heardAt),
            "endedAt": .of(incarnation.endedAt), "decidedBy": .of(incarnation.decidedBy),
            "decidedAt": .of(incarnation.decidedAt), "tail": .string(tail(incarnation)),
            "newestSegment": .of(incarnation.newestSegment),
            "cursors": .array(
                incarnation.cursors.map {
                    ["stream": .string($0.stream), "seq": .of($0.seq), "movedAt": .of($0.movedAt)]
                }),
            "apart": [
                "events": .of(incarnation.apart.events), "segments": .of(incarnation.apart.segments),
                "readings": .of(incarnation.apart.readings), "bytes": .of(incarnation.apart.bytes),
            ],
        ]
    }

    /// What is known of what an incarnation wrote after its cursors: nothing, where no folder carries it on.
    private static func tail(_ incarnation: AgentIncarnation) -> String {
        if incarnation.standing != "ENDED" { return "LIVE" }
        return incarnation.hasSuccessor ? "CARRIED_ON" : "UNKNOWN"
    }
}
