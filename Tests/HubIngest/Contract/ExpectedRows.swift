import Simulation
import SyncCore
import SyncWire
import Telemetry

/// What the tables of the simulated hub mean as rows of the real one.
struct ExpectedRows {
    private var rows = HubRows()
    /// Each once, whoever raised it and however often.
    private var alerts: Set<String> = []
    private let agents: [(id: AgentID, agent: HubAgent)]

    static func rows(of recording: HubRecording, for agents: Set<AgentID>) -> HubRows {
        var expected = ExpectedRows(agents.map { ($0, recording.hub.agents[$0] ?? HubAgent()) })
        for (alert, agent) in recording.alertRows { expected.add(alert, of: agent) }
        var rows = expected.rows
        rows.add("alerts", Array(expected.alerts))
        for (table, lines) in recording.plantRows { rows.add(table, lines) }
        return rows
    }

    private init(_ agents: [(id: AgentID, agent: HubAgent)]) {
        self.agents = agents
        for (id, agent) in agents {
            addLineup(id, agent)
            for incarnation in agent.incarnations {
                let life = agent[incarnation]
                addCursors(incarnation, life.cursor)
                addSegments(incarnation, life)
                addQuarantine(incarnation, life)
                addEvents(id, life)
            }
            addApart(agent)
            rows.add("gaps", gaps(id, agent))
        }
        addReadings()
    }

    private mutating func addLineup(_ id: AgentID, _ agent: HubAgent) {
        let others = agent.others.map(\.description).sorted().joined(separator: " ")
        rows.add(
            "agents",
            [
                "\(id) is \(agent.current?.description ?? "-"), heard at "
                    + "\(agent.heardAt.map { "\($0.microseconds)" } ?? "-")\(agent.isContested ? ", contested" : ""), "
                    + "beside \(others.isEmpty ? "-" : others)"
            ])
        rows.add("standings", agent.standings.map { "\($0.key) \($0.value.rawValue)" })
        rows.add(
            "links",
            agent.links.flatMap { name, vias in
                vias.map { "\(name.incarnation) \(name.seq) \(HubRows.hex(name.chain.bytes.prefix(16))) via \($0)" }
            })
    }

    private mutating func addCursors(_ incarnation: IncarnationID, _ cursor: HubCursor) {
        let streams: [(Int, EventCursor?)] = [
            (Int(SyncStream.events.rawValue), cursor.events), (Int(SyncStream.documents.rawValue), cursor.documents),
            (16, cursor.downlink),
        ]
        rows.add(
            "cursors",
            streams.compactMap { stream, cursor in
                guard let cursor, cursor.seq > 0 else { return nil }
                return "\(incarnation) stream \(stream) at \(cursor.seq) \(cursor.chain)"
            })
        rows.add(
            "tokens",
            [
                "\(incarnation) newest segment \(cursor.newestSegment), issued \(HubRows.hex(cursor.tokens.packed)), "
                    + "shown \(HubRows.hex(cursor.tokens.shown)), "
                    + "unheard \(HubRows.hex(cursor.doubt.unheard.packed)), "
                    + "doubted \(HubRows.hex(cursor.doubt.doubted.packed))"
            ])
    }

    private mutating func addSegments(_ incarnation: IncarnationID, _ life: HubLife) {
        let stored = Dictionary(life.stored.map { ($0.seq, $0.content) }) { first, _ in first }
        let originals = Dictionary(life.replaced.keys.map { ($0.seq, $0) }) { first, _ in first }
        rows.add(
            "segments",
            life.segments.map { seq, digest in
                var state = "not stored"
                if let content = stored[seq] {
                    state = "stored with \(content.measuredReadings) and \(content.derivedReadings)"
                } else if life.within.contains(seq) {
                    state = "stored with 0 and 0"
                } else if let original = originals[seq], let own = original.digest, life.replaced[original] == digest {
                    state = "in place of \(own)"
                }
                return "\(incarnation) \(seq) \(digest) \(state)"
            })
    }

    private mutating func addQuarantine(_ incarnation: IncarnationID, _ life: HubLife) {
        let events = life.events.filter { life.quarantinedEvents.contains($0.seq) }
        // The same bytes are kept once, however often they come.
        let segments = Set(
            (life.quarantinedSegments + life.collisions).map { "\($0.seq) \(Digest(of: $0.payload))" })
        rows.add(
            "quarantine",
            events.map { "\(incarnation) stream \(SyncStream.events.rawValue) \($0.seq) \(Digest(of: $0.payload))" }
                + segments.map { "\(incarnation) stream \(SyncStream.telemetry.rawValue) \($0)" })
    }

    private mutating func addApart(_ agent: HubAgent) {
        for (incarnation, records) in agent.apart {
            rows.add(
                "apart",
                records.map { record in
                    switch record {
                    case .event(let event, _):
                        "\(incarnation) stream \(SyncStream.events.rawValue) \(event.seq) \(Digest(of: event.payload))"
                    case .segment(let segment):
                        "\(incarnation) stream \(SyncStream.telemetry.rawValue) \(segment.seq) "
                            + "\(Digest(of: segment.payload))"
                    }
                })
        }
    }

    private mutating func addEvents(_ id: AgentID, _ life: HubLife) {
        for payload in Self.payloads(life) {
            switch payload {
            case .audit(let entry): rows.add("audit", ["\(id)/\(entry.actor) \(entry.action) \(entry.target)"])
            case .alert(let alert): add(alert, of: id)
            default: break
            }
        }
    }

    private mutating func add(_ alert: Alert, of id: AgentID) {
        alerts.insert("\(alert.id) of \(id) \(alert.severity.rawValue) \(alert.message)")
    }

    private static func payloads(_ life: HubLife) -> [EventPayload] {
        life.events.filter { !life.quarantinedEvents.contains($0.seq) }.compactMap {
            try? EventPayload.decode(kind: $0.kind, payload: $0.payload)
        }
    }

    /// Those that are missing still: a manifest of a segment that is here says nothing.
    private func gaps(_ id: AgentID, _ agent: HubAgent) -> [String] {
        let stored = agent.incarnations.flatMap { incarnation in
            agent[incarnation].whole.map { HubSegment(incarnation: incarnation, seq: $0.seq, digest: $0.digest) }
        }
        return agent.incarnations.flatMap { incarnation in
            Self.payloads(agent[incarnation]).compactMap { payload -> String? in
                guard case .gap(let gap) = payload else { return nil }
                if let segment = gap.segment, stored.contains(where: { $0.isMeant(by: segment, of: incarnation) }) {
                    return nil
                }
                return "\(id) \(gap.machine?.machine ?? "-") \(gap.metric?.text ?? "-"): \(gap.readings) \(gap.reason) "
                    + "from \(gap.from.microseconds) to \(gap.to.microseconds)"
            }
        }
    }

    private mutating func addReadings() {
        var cells = SeriesTotals()
        for (_, agent) in agents {
            for block in agent.incarnations.flatMap({ agent[$0].stored }).flatMap(\.content.blocks) {
                cells.add(block)
            }
        }
        rows.add("readings", cells.readings)
        rows.add("derived values", cells.derivedValues)
        rows.add("hours", cells.hoursShown)
    }
}
