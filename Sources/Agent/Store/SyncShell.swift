public import Runtime
public import SyncCore
public import SyncWire
internal import Telemetry

/// The shell around the pure session: it carries out what the session asks of the store, and hands on the rest.
///
/// On the plant thread, as the store is. Nothing is lost when the process ends between any two of its steps: what a
/// round settled is durable before the next one begins, and what was not settled is sent again.
public final class SyncShell {
    /// Where the session is.
    public private(set) var session: AgentSession

    /// When `step` has something to do at the latest, by the clock that only goes forward.
    public private(set) var nextTick: Uptime?

    /// Segments that are on their way to the hub.
    public private(set) var inFlight: Set<UInt64> = []

    /// Who is told, and who sends; held weakly, because it holds the shell.
    public weak var surroundings: (any SyncSurroundings)?

    private let store: AgentStore
    private let clock: any Clock
    private var random: any RandomNumberGenerator
    private var seen = SessionBacklog.empty
    private var mustBegin = false
    private var isDisagreementKept = false

    /// A shell that waits for `begin`.
    public init(
        store: AgentStore, settings: SessionSettings, clock: any Clock, random: any RandomNumberGenerator
    ) {
        self.store = store
        self.clock = clock
        self.random = random
        session = AgentSession(settings: settings, random: self.random.next())
    }

    /// Tells the session where the store stands, and starts its first round.
    public func begin() throws(StoreError) {
        let backlog = try store.sessionBacklog()
        seen = backlog
        isPaused = try store.isPaused()
        let disagreement = try store.clockDisagreement()
        isDisagreementKept = disagreement != nil
        session.recall(disagreement)
        if isPaused { handle(.paused) }
        handle(.started(try store.sessionProgress(), backlog))
    }

    /// Changes the pace of rounds.
    public func setInterval(seconds: Double) {
        session.setInterval(seconds: seconds)
    }

    /// Whether a person has paused sync; it stays so over restarts.
    public private(set) var isPaused = false

    /// No round begins from here on, until `resume`; durable when it returns.
    public func pause() throws(StoreError) {
        try store.setPaused(true)
        isPaused = true
        handle(.paused)
    }

    /// Rounds go on.
    public func resume() throws(StoreError) {
        try store.setPaused(false)
        isPaused = false
        handle(.resumed)
    }

    /// Tells the session what was committed since, and that its time has come.
    public func step() {
        store.clockState = session.clockState(clock.uptime())
        if mustBegin, let event = started() { handle(event) }
        if store.eventHead.seq != seen.newestEvent || store.newestSegment != seen.newestSegment
            || store.documentBacklog != seen.documents || store.unsentTotals.segments != seen.pendingSegments
        {
            if let backlog = try? store.sessionBacklog() {
                seen = backlog
                handle(.backlogChanged(backlog))
            }
        }
        if let next = nextTick, clock.uptime() >= next {
            nextTick = nil
            handle(.tick(random: random.next()))
        }
    }

    /// What a round that was sent came to.
    public func end(_ round: UInt64, _ result: Result<RoundAnswer, RoundFailure>) {
        switch result {
        case .success(let answer): handle(.answered(answer, at: clock.now(), random: random.next()))
        case .failure(let failure): handle(.failed(failure, round: round, random: random.next()))
        }
    }

    /// Hands an event to the session and carries out what it asks for.
    public func handle(_ event: AgentSession.Event) {
        var waiting = [event]
        while !waiting.isEmpty {
            let actions = session.handle(waiting.removeFirst(), now: clock.uptime())
            store.clockState = session.clockState(clock.uptime())
            for action in actions {
                if let next = perform(action) { waiting.append(next) }
            }
        }
    }

    private func perform(_ action: AgentSession.Action) -> AgentSession.Event? {
        switch action {
        case .gather(let plan): return gather(plan)
        case .send(let request, let deadline): surroundings?.send(request, deadlineSeconds: deadline)
        case .settle(let settlement): return settle(settlement)
        case .relabel(let order): return relabel(order)
        case .wait(let until): nextTick = until
        case .resetConnection: surroundings?.resetConnection()
        case .report(let report):
            switch report {
            case .roundFailed(let failure, _): noteFailed(failure)
            // Before the commands of the same answer are durable, so that none of them is found without it.
            case .clockRefused(let disagreement): keep(disagreement)
            case .clockMeasured: keep(nil)
            default: break
            }
            surroundings?.note(report)
        }
        return nil
    }

    /// Keeps whether the clocks disagree, when that changed; after a restart the first answer may be long in coming.
    private func keep(_ disagreement: ClockDisagreement?) {
        guard (disagreement != nil) != isDisagreementKept else { return }
        do {
            try store.keepClock(disagreement)
            isDisagreementKept = disagreement != nil
        } catch {
            surroundings?.noteStoreFailure("cannot keep how the hub's clock stands", error)
        }
    }

    /// What certainly did not arrive can still be thinned when room is short; what may have arrived cannot.
    private func noteFailed(_ failure: RoundFailure) {
        inFlight = []
        guard failure.isCertainlyNotTaken else { return }
        do {
            try store.withdrawOffers()
        } catch {
            surroundings?.noteStoreFailure("cannot note that a round did not arrive", error)
        }
    }

    private func gather(_ plan: RoundPlan) -> AgentSession.Event {
        do {
            var contents = try store.contents(of: plan, at: clock.now())
            inFlight = Set(contents.segments.map(\.seq))
            if plan.takesLive { contents.live = surroundings?.liveBatch(machinesMax: plan.liveMachinesMax) }
            return .gathered(contents, round: plan.round, at: clock.now())
        } catch {
            surroundings?.noteStoreFailure("cannot gather a round", error)
            return .failed(.abandoned, round: plan.round, random: random.next())
        }
    }

    private func relabel(_ order: Relabelling) -> AgentSession.Event? {
        do {
            try store.relabel(order, as: IncarnationID.random(using: &random), at: clock.now())
            inFlight = []
        } catch {
            surroundings?.noteStoreFailure("cannot re-label the folder", error)
            return .failed(.abandoned, round: order.round, random: random.next())
        }
        return started()
    }

    /// Where the store stands; a store that cannot say it now is asked again with the next step.
    private func started() -> AgentSession.Event? {
        do {
            let backlog = try store.sessionBacklog()
            let progress = try store.sessionProgress()
            seen = backlog
            mustBegin = false
            return .started(progress, backlog)
        } catch {
            surroundings?.noteStoreFailure("cannot tell where the store stands", error)
            mustBegin = true
            return nil
        }
    }

    private func settle(_ settlement: Settlement) -> AgentSession.Event {
        do {
            let downlink = try store.settle(settlement, at: clock.now())
            inFlight = []
            surroundings?.noteSettled(settlement)
            if downlink != settlement.progress.downlink {
                surroundings?.note(.downlinkRefused(.quarantineFull(seq: downlink.seq + 1)))
            }
            return .settled(round: settlement.round, downlink: downlink)
        } catch {
            surroundings?.noteStoreFailure("cannot note what the hub has", error)
            return .failed(.abandoned, round: settlement.round, random: random.next())
        }
    }
}
