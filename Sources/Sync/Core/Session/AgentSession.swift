public import Runtime
public import SyncWire
public import Telemetry

/// The agent's side of sync: what to send next, what an answer means, how long to wait.
///
/// Pure: no clock, no randomness, no input or output. The owner carries out the actions in their order and hands in
/// what happened. Rounds go one at a time: gather, send, answer, settle. Its memory does not grow with the backlog.
public struct AgentSession: Sendable {
    /// Where it is.
    public internal(set) var state: State = .unstarted

    /// What is durable on the agent; nothing before `started`.
    public internal(set) var progress: SessionProgress?

    /// Whether the hub answers; nothing before it answered or failed to often enough.
    public internal(set) var isHubReachable: Bool?

    /// The hub's clock against the agent's; nothing before the first exchange.
    public var clock: ClockEstimate? { clockTracker.estimate }

    /// The newest measurement of the hub's clock, where it was refused; nothing while it is adopted.
    public var clockDisagreement: ClockDisagreement? { clockTracker.disagreement }

    /// How the agent's clock stands against the hub's, as what is written now is to say.
    public func clockState(_ uptime: Uptime) -> ClockState { clockTracker.state(uptime) }

    /// The time that the hub named last; nothing before it answered.
    public var hubHeard: HubTime? { clockTracker.heard }

    /// The hub's time, as far as it can be told; never less than what the hub itself has named.
    public func hubTime(at now: Timestamp, _ uptime: Uptime) -> Timestamp { clockTracker.hubTime(at: now, uptime) }

    /// Takes up from the process before whether the newest measurement of the hub's clock was refused.
    public mutating func recall(_ disagreement: ClockDisagreement?) {
        clockTracker.recall(disagreement)
    }

    /// What the hub keeps apart and why; nothing while the agent is heard as itself.
    public internal(set) var apart: Verdict?

    /// Whether the hub heard this folder as the agent's own, by the newest answer since the session began.
    ///
    /// Then all that the hub has of stream E under this name stands in this folder: no other branch of it has told the
    /// hub of anything. Before the first answer nobody can say.
    public internal(set) var isFolderConfirmed = false

    /// What the hub holds back now, and why.
    public var holds: [Hold] { allowance.current }

    /// What the hub takes in the next round, by its last answer; a stream that none names is not limited.
    public var credits: [Credit] { allowance.credits }

    /// How long so many bytes of segments take at the present rate; nothing before that is known.
    public func secondsLeft(for bytes: UInt64) -> Double? { link.seconds(for: bytes) }

    /// How many bytes a segment is to have so that it is a second of the link; nothing while the link is not known.
    public var segmentBytes: Int? { link.segmentBytes }

    private(set) var settings: SessionSettings
    var backlog = SessionBacklog.empty
    var round: UInt64 = 0
    var lastStart: Uptime?
    var lastLive: Uptime?
    var flight: Flight?
    var settlement: Settlement?
    var pressure = Pressure()
    var failures = Failures()
    var allowance = Allowance()
    var link: LinkEstimate
    var stallWatch = StallWatch()
    var clockTracker = ClockTracker()
    /// A person asked for a pause; nothing but `resumed` takes that back.
    private(set) var wantsPause = false
    var hubAhead = HubAhead()
    var pace = RoundPace()
    /// When the folder was re-labelled last.
    var relabelledAt: Uptime?
    /// Whether the hub has documents; nothing before it answered.
    var hubTakesDocuments: Bool?
    /// The wait that the answer asked for with what is added to it, until the round is over; 0 for none.
    var retryAfterSeconds = 0.0
    /// What the hub asked to leave between two rounds; 0 for nothing.
    var hubIntervalSeconds = 0.0
    private var lastWait: Uptime?

    /// From the start of one round to that of the next when nothing presses: as it is set, or longer for a hub that has
    /// many agents.
    var intervalSeconds: Double { max(settings.intervalSeconds, hubIntervalSeconds) }

    /// From the start of one round to that of the next; a longer one from when the hub was told.
    public mutating func setInterval(seconds: Double) {
        settings.intervalSeconds = seconds
    }

    /// A session that waits for `started`.
    ///
    /// `random` sets where its rounds begin to count, so that an answer to an earlier life of the agent is known as
    /// late.
    public init(settings: SessionSettings, random: UInt64 = 0) {
        self.settings = settings
        round = random >> 16
        link = LinkEstimate(bytesMax: settings.roundBytesMax)
    }

    /// Takes in what happened; returns what to do about it, in order.
    ///
    /// Every event is allowed in every state.
    public mutating func handle(_ event: Event, now: Uptime) -> [Action] {
        // A tick is the end of the wait before it, so the next wait is told even if it is for the same time.
        if case .tick = event { lastWait = nil }
        var actions = step(event, now)
        actions += watch(now)
        if let wake = wakeTime(now), wake != lastWait {
            lastWait = wake
            actions.append(.wait(until: wake))
        }
        return actions
    }

    private mutating func step(_ event: Event, _ now: Uptime) -> [Action] {
        switch event {
        case .started(let progress, let backlog): return start(progress, backlog, now)
        case .backlogChanged(let backlog):
            self.backlog = backlog
            return beginIfPressing(now)
        case .tick(let random): return tick(random, now)
        case .gathered(let contents, let round, let at): return send(contents, round: round, at: at, now)
        case .answered(let answer, let at, let random): return receive(answer, at: at, random: random, now)
        case .failed(let failure, let round, let random):
            guard isUnderWay(round) else { return [] }
            settlement = nil
            return fail(failure, random: random, now)
        case .settled(let round, let downlink): return settled(round, downlink, now)
        case .paused: return pause()
        case .resumed: return resume(now)
        case .syncRequested: return beginOnRequest(now)
        }
    }

    private func isUnderWay(_ asked: UInt64) -> Bool {
        switch state {
        case .gathering(let round), .awaiting(let round, _), .settling(let round): round == asked
        case .unstarted, .idle, .backingOff, .held, .paused, .quarantined: false
        }
    }

    private mutating func start(_ progress: SessionProgress, _ backlog: SessionBacklog, _ now: Uptime) -> [Action] {
        let wasUnderWay = flight != nil
        let clockTracker = clockTracker
        let (round, reachable, relabelledAt) = (round, isHubReachable, relabelledAt)
        let staysPaused = wantsPause
        self = AgentSession(settings: settings)
        wantsPause = staysPaused
        self.progress = progress
        self.backlog = backlog
        self.clockTracker = clockTracker
        // Rounds keep counting, so that an answer to the life before is known as late.
        self.round = round
        isHubReachable = reachable
        self.relabelledAt = relabelledAt
        let reset = wasUnderWay ? [Action.resetConnection] : []
        if staysPaused {
            state = .paused
            return reset
        }
        return reset + begin(now)
    }

    /// A round that is under way ends first; a quarantine keeps its code, but asks the hub no more.
    private mutating func pause() -> [Action] {
        wantsPause = true
        switch state {
        case .idle, .backingOff, .held: state = .paused
        case .unstarted, .gathering, .awaiting, .settling, .paused, .quarantined: break
        }
        return []
    }

    private mutating func resume(_ now: Uptime) -> [Action] {
        guard wantsPause else { return [] }
        wantsPause = false
        switch state {
        case .paused, .quarantined: return begin(now)
        case .unstarted, .idle, .gathering, .awaiting, .settling, .backingOff, .held: return []
        }
    }
}
