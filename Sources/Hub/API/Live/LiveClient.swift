internal import HubPlant
internal import HubTenancy
internal import Runtime
internal import Synchronization
internal import Telemetry

/// One WebSocket: who it is, what it hears, and what waits for it.
///
/// Threads meet only in the lock; nothing waits inside of it. `wake` has room for one signal, since one is enough.
final class LiveClient: Sendable {
    struct State {
        var claims: AccessClaims?
        var channels: Set<LiveChannel> = []
        var outbox: LiveOutbox
        var controls: [LiveControl] = []
        var closure: LiveClosure?
        var heardAt: Uptime
    }

    /// What is ready to be written.
    struct Departure {
        var messages: [LiveMessage]
        var sensors: [MachineID: LiveOutbox.Sensor]
        var controls: [LiveControl]
        var closure: LiveClosure?

        /// Whether there is more than frames of the protocol.
        var hasNews: Bool { !messages.isEmpty || !sensors.isEmpty }
    }

    private static let controlsMax = 64

    let handshake: LiveHandshake
    let channelsMax: Int
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let state: Mutex<State>

    init(handshake: LiveHandshake, messagesMax: Int, channelsMax: Int, now: Uptime) {
        self.handshake = handshake
        self.channelsMax = channelsMax
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        state = Mutex(State(outbox: LiveOutbox(messagesMax: messagesMax), heardAt: now))
    }

    var claims: AccessClaims? { state.withLock { $0.claims } }

    var isClosing: Bool { state.withLock { $0.closure != nil } }

    var heardAt: Uptime { state.withLock { $0.heardAt } }

    var coalesced: UInt64 { state.withLock { $0.outbox.coalesced } }

    /// Whether something must leave before the window is over.
    var isUrgent: Bool {
        state.withLock { $0.outbox.isUrgent || !$0.controls.isEmpty || $0.closure != nil }
    }

    func wake() { signal.yield() }

    func heard(at now: Uptime) { state.withLock { $0.heardAt = now } }

    func authenticate(_ claims: AccessClaims) { state.withLock { $0.claims = claims } }

    /// Adds channels; false when there would be too many, and then none is added.
    func subscribe(_ channels: Set<LiveChannel>) -> Bool {
        state.withLock { state in
            let all = state.channels.union(channels)
            guard all.count <= channelsMax else { return false }
            state.channels = all
            return true
        }
    }

    func unsubscribe(_ channels: Set<LiveChannel>) {
        state.withLock { $0.channels.subtract(channels) }
    }

    /// Whether it hears any of the channels of its tenant's events.
    func hears(_ channels: Set<LiveChannel>, of tenant: TenantID) -> Bool {
        state.withLock { state in
            state.claims?.tenant == tenant && state.closure == nil && !state.channels.isDisjoint(with: channels)
        }
    }

    /// Leaves a message; when there is no room, the client is closed as too slow.
    func send(_ message: LiveMessage) {
        state.withLock { state in
            if state.closure == nil, !state.outbox.add(message) { state.closure = .tooSlow }
        }
        wake()
    }

    func send(_ metrics: [LiveMetric], twin: TwinValues?, of machine: MachineID) {
        state.withLock { $0.outbox.add(metrics, twin: twin, of: machine) }
        wake()
    }

    /// Leaves a frame of the protocol; a peer that asks for more of them than it reads is closed.
    func send(_ control: LiveControl) {
        state.withLock { state in
            if state.controls.count < Self.controlsMax {
                state.controls.append(control)
            } else {
                state.closure = state.closure ?? .tooSlow
            }
        }
        wake()
    }

    /// Ends it once what waits has been written; the first reason stays.
    func close(_ closure: LiveClosure) {
        state.withLock { $0.closure = $0.closure ?? closure }
        wake()
    }

    /// Ends the writer, when the peer is gone.
    func finish() { signal.finish() }

    func takeAll() -> Departure {
        state.withLock { state in
            let waiting = state.outbox.takeAll()
            defer { state.controls = [] }
            return Departure(
                messages: waiting.messages, sensors: waiting.sensors, controls: state.controls, closure: state.closure)
        }
    }
}
