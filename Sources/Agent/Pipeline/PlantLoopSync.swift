internal import AgentAutonomy
public import AgentStore
internal import Logging
internal import Observability
internal import Runtime
public import SyncCore
public import SyncWire
internal import Telemetry

/// The plant thread's side of sync: what `SyncShell` leaves to its surroundings.
extension PlantLoop: SyncSurroundings {
    /// Tells the session where the store stands; without a hub there is none.
    func beginSession() {
        guard hub != nil else { return hubState.detail = "no hub is configured" }
        do {
            try sync.begin()
        } catch {
            noteStoreFailure("the session with the hub cannot begin", error)
        }
    }

    /// Tells the session what was committed since, and that its time has come.
    func stepSession() {
        guard hub != nil else { return }
        sync.step()
    }

    /// Hands a round to the network; how it ended comes back through the inbox.
    public func send(_ request: RoundRequest, deadlineSeconds: Double) {
        let round = request.hello.round
        // Before its answer can bring a command: an agent that was just enrolled knows its keys from here on.
        if store.commandAdmission == nil { store.commandAdmission = settings.enrolled() }
        hub?.send(request, deadlineSeconds: deadlineSeconds) { [inbox] result in
            inbox.post(.roundEnded(round: round, result))
        }
    }

    /// Closes the connection to the hub.
    public func resetConnection() {
        hub?.reset()
    }

    /// Counts a round that is settled.
    public func noteSettled(_ settlement: Settlement) {
        counts.rounds &+= 1
        hubState.lastFailure = nil
        hubState.stalledSince = nil
        if sync.session.apart == nil { hubState.trouble = nil }
        applyDocuments()
    }

    /// Logs what the store could not do; a damaged one ends the loop, for it would fail like that for ever.
    public func noteStoreFailure(_ what: String, _ error: StoreError) {
        logger.error("\(what)", metadata: ["error": "\(error)"])
        guard case .damaged = error else { return }
        damage = error
    }

    /// Logs what the session tells, and keeps whether the hub can be reached.
    public func note(_ report: SessionReport) {
        switch report {
        case .hubReachable:
            hubState.note(reachable: true, "reachable", at: now)
            logger.info("the hub can be reached")
        case .hubUnreachable(let failures):
            hubState.note(reachable: false, "\(failures) rounds failed", at: now)
            logger.warning("the hub cannot be reached; the agent acts alone", metadata: ["failures": "\(failures)"])
        case .roundFailed(let failure, let waits):
            counts.roundsFailed &+= 1
            if case .malformed(let code) = failure { board.answersRefused(code).increment() }
            hubState.note(failure, at: now)
            logger.debug("a round failed", metadata: ["error": "\(failure)", "waitsSeconds": "\(waits)"])
        case .clockMeasured(let estimate):
            board.clockOffset.set(Double(estimate.offset) / 1e6)
            if hubState.isClockRefused { logger.notice("the clocks of the agent and the hub agree again") }
            hubState.isClockRefused = false
        case .clockRefused(let clocks):
            board.clockOffset.set(clocks.seconds)
            guard !hubState.isClockRefused else { break }
            hubState.isClockRefused = true
            logger.error(
                "COMMAND_CLOCK_UNKNOWN: commands of the hub are refused", metadata: ["why": "\(clocks.message)"])
            say("COMMAND_CLOCK_UNKNOWN", "\(clocks.message) Commands are refused until the clocks agree.")
        case .stalled(let seconds):
            if hubState.stalledSince == nil { hubState.stalledSince = now.advanced(seconds: -seconds) }
            counts.syncStalls &+= 1
            logger.error("SYNC_STALLED: no progress; the session was reset", metadata: ["seconds": "\(seconds)"])
            say("SYNC_STALLED", "There was a link and something to send, and no progress for \(Int(seconds)) s.")
        default:
            noteTrouble(report)
            logger.warning("sync", metadata: ["report": "\(report)"])
        }
        context.hubReachable = hubState.isReachable
        publishReadiness()
    }

    /// What a person has to know or do about the hub; nothing while all is well.
    var hubTrouble: String? {
        hubState.trouble
            ?? sync.session.clockDisagreement.map {
                "COMMAND_CLOCK_UNKNOWN: \($0.message) Commands are refused; docs/errors.md says what to do"
            }
    }

    /// Keeps what a person has to know or do; it stands in the status, in the readiness and in the metrics.
    private func noteTrouble(_ report: SessionReport) {
        switch report {
        case .answerRefused(.roundUnknown(let round)):
            board.answersRefused(AnswerRefusal.roundUnknown(round).code).increment()
        case .downlinkRefused(let refusal):
            board.answersRefused(refusal.code).increment()
            if case .quarantineFull = refusal { hubState.trouble = "\(refusal.code): \(refusal.message)" }
        case .quarantined(let code):
            counts.syncStops &+= 1
            hubState.trouble =
                "\(code): sync has stopped and asks again every five minutes; docs/errors.md says what to do"
        case .keptApart(let verdict): hubState.trouble = "\(verdict.code): \(verdict.message)"
        case .keptApartEnded: hubState.trouble = nil
        case .held(let hold):
            let stream = hold.stream.map { "\($0)" } ?? "all"
            hubState.trouble = "OVER_QUOTA: \(stream) held until \(hold.until.rfc3339) by \(hold.limit): \(hold.reason)"
        case .holdEnded: hubState.trouble = nil
        case .folderFound(let verdict):
            counts.relabellings &+= 1
            logger.error("\(verdict.code): the folder is re-labelled", metadata: ["why": "\(verdict.message)"])
        default: break
        }
    }

    /// Writes into stream E what the agent itself found out about its sync; the hub shows it once it is there.
    private func say(_ action: String, _ detail: String) {
        batch.events.append(
            .audit(AuditEntry(at: now, actor: "agent", action: action, target: "hub", detail: detail)))
    }
}
