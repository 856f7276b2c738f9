internal import AgentConsole
internal import AgentStore
internal import Logging
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// `/api/sync`: how the agent and the hub stand, and what a person does about it.
extension PlantLoop {
    func controlSync(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        if rest.isEmpty {
            try allow(["GET"], request)
            return .data(try syncState())
        }
        guard rest.count == 1 else { throw ControlFault.notFound("path") }
        guard hub != nil else {
            throw ControlFault(409, "HUB_NOT_CONFIGURED", "This agent works alone: no hub is set.")
        }
        switch rest[0] {
        case "now": try allow(["POST"], request)
        case "pause", "resume": try allow(["POST"], request)
        default: throw ControlFault.notFound("path")
        }
        switch rest[0] {
        case "pause": try sync.pause()
        case "resume": try sync.resume()
        default:
            if sync.isPaused { throw ControlFault(409, "SYNC_PAUSED", "Sync is paused; resume it first.") }
            sync.handle(.syncRequested)
        }
        logger.notice("sync, as a person asks", metadata: ["what": "\(rest[0])", "who": "\(request.caller.name)"])
        return .data(try syncState())
    }

    /// Cursors, backlog, holds, credits, the clock, and what went wrong.
    func syncState() throws -> FieldValue {
        let progress = try store.sessionProgress()
        let backlog = try store.backlog()
        let documents = store.documentBacklog
        let unsent = documents.newest - min(progress.documentsAcknowledged.seq, documents.newest)
        var state: [String: FieldValue] = [
            "name": .text(settings.name), "incarnation": .text("\(store.incarnation)"),
            "state": .text("\(sync.session.state)".prefix { $0 != "(" }.description), "paused": .flag(sync.isPaused),
            "hub": .object([
                "address": .optional(settings.hubAddress.map { .text($0) }), "reachable": .flag(hubState.isReachable),
                "since": .time(hubState.since), "detail": .text(hubState.detail),
            ]),
            "streams": .object([
                "events": .stream(progress.acknowledged.seq, newest: store.eventHead.seq),
                "documents": .stream(progress.documentsAcknowledged.seq, newest: documents.newest),
                "downlink": .object(["acknowledged": .count(progress.downlink.seq)]),
            ]),
            "backlog": .object([
                "events": .count(backlog.events), "documents": .count(unsent + UInt64(documents.dirty)),
                "readings": .count(backlog.readings), "segments": .count(backlog.segments),
                "unsealed": .count(unsealed),
                "bytes": .count(backlog.bytes), "oldestAt": .time(backlog.oldestAt),
                "secondsLeft": .optional(sync.session.secondsLeft(for: backlog.bytes).map { .number($0) }),
            ]),
            "disk": .object(["usedBytes": .count(store.disk.used), "budgetBytes": .count(store.disk.budget)]),
            "holds": .list(sync.session.holds.map(FieldValue.init(hold:))),
            "credits": .list(sync.session.credits.map(FieldValue.init(credit:))),
            "openConflicts": .number(Double(try store.openConflicts())),
            "stalledSince": .time(hubState.stalledSince),
        ]
        if let clock = sync.session.clock {
            state["clock"] = .object([
                "offsetMs": .number(Double(clock.offset) / 1_000), "errorMs": .number(Double(clock.error) / 1_000),
            ])
        }
        if let clocks = sync.session.clockDisagreement {
            state["clockRefused"] = .object([
                "code": .text("COMMAND_CLOCK_UNKNOWN"), "message": .text(clocks.message), "agent": .time(clocks.agent),
                "hub": .time(clocks.hub), "offsetMs": .number(clocks.seconds * 1_000),
            ])
        }
        if let failure = hubState.lastFailure {
            state["lastError"] = .object([
                "code": .text(failure.code), "message": .text(failure.message), "at": .time(failure.at),
            ])
        }
        if case .quarantined(let code, _) = sync.session.state { state["stoppedBy"] = .text(code) }
        if !sync.isPaused, let next = sync.nextTick {
            state["nextRoundAt"] = .time(now.advanced(seconds: max(0, next.seconds(since: clock.uptime()))))
        }
        return .object(state)
    }
}
