package import HubPlant
internal import HubTenancy
package import Logging
package import Runtime
internal import ServiceLifecycle
internal import Synchronization
internal import Telemetry

/// Brings what happens in the plant to the screens that listen (plant.md, Real time).
///
/// `publish` never waits: events are left in a bounded queue, and one task reads what they are about, once for all
/// clients, and leaves it with each. When the queue is full, telemetry is refused and counted; so are other events,
/// whose clients are closed, because a reconnect with `since` brings what a silent gap would not. What all replicas
/// tell of comes in by the same door, from the notices of the database.
package final class LiveHub: Service {
    private static let eventsMax = 16_384
    private static let machinesAtOnce = 256

    private let clients = Mutex<[ObjectIdentifier: LiveClient]>([:])
    private let events: Mailbox<PlantEvent>
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let views: any LiveViews
    private let clock: any Clock
    private let logger: Logger

    package init(views: any LiveViews, clock: any Clock, logger: Logger) {
        self.views = views
        self.clock = clock
        self.logger = logger
        let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.signals = signals
        self.signal = signal
        events = Mailbox(capacity: Self.eventsMax) { signal.yield() }
    }

    /// Leaves events for those who listen; call it after the transaction that made them true has committed.
    package func publish(_ published: [PlantEvent]) {
        for event in published where !events.post(event) {
            switch event.kind {
            case .sensorUpdate, .valuesElsewhere: continue
            case .notice: closeListeners(of: event)
            }
        }
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in signals {
                await deliver(events.takeAll())
            }
        } onGracefulShutdown: {
            self.closeAll(.goingAway)
            self.signal.finish()
        }
    }

    package var clientCount: Int { clients.withLock { $0.count } }

    /// Telemetry that was refused because the queue was full.
    package var refused: UInt64 { events.refused }

    func add(_ client: LiveClient) { clients.withLock { $0[ObjectIdentifier(client)] = client } }

    func remove(_ client: LiveClient) { clients.withLock { $0[ObjectIdentifier(client)] = nil } }

    func closeAll(_ closure: LiveClosure) {
        for client in clients.withLock({ Array($0.values) }) { client.close(closure) }
    }

    /// Ends the sockets of a session that was logged out.
    func closeSession(_ session: UniqueID) {
        for client in clients.withLock({ Array($0.values) }) where client.claims?.session == session {
            client.close(.unauthenticated)
        }
    }

    private func deliver(_ taken: [PlantEvent]) async {
        var looked: [TenantID: [MachineID: [LiveClient]]] = [:]
        for event in taken {
            let listeners = listeners(of: event)
            guard !listeners.isEmpty else { continue }
            switch event.kind {
            case .sensorUpdate(let machine, _, let metrics, let twin):
                for client in listeners { client.send(metrics, twin: twin, of: machine) }
            case .valuesElsewhere(let machine, _): looked[event.tenant, default: [:]][machine] = listeners
            case .notice(let notice): await deliver(notice, of: event, to: listeners)
            }
        }
        for (tenant, machines) in looked { await deliverValues(of: machines, TenantScope(tenant: tenant)) }
    }

    private func deliver(_ notice: Notice, of event: PlantEvent, to listeners: [LiveClient]) async {
        do {
            guard let message = try await message(for: notice, TenantScope(tenant: event.tenant)) else { return }
            for client in listeners { client.send(message) }
        } catch {
            logger.warning("a live event could not be read", metadata: ["error": "\(error)"])
            closeListeners(of: event)
        }
    }

    /// Reads what other hubs took in, for those who look at it; what cannot be read comes with the next values.
    private func deliverValues(of machines: [MachineID: [LiveClient]], _ scope: TenantScope) async {
        let ids = Array(machines.keys)
        for start in stride(from: 0, to: ids.count, by: Self.machinesAtOnce) {
            do {
                let part = Array(ids.dropFirst(start).prefix(Self.machinesAtOnce))
                for values in try await views.values(of: part, scope) {
                    for client in machines[values.machine] ?? [] {
                        client.send(values.metrics, twin: values.twin, of: values.machine)
                    }
                }
            } catch {
                logger.warning("live values of another hub could not be read", metadata: ["error": "\(error)"])
            }
        }
    }

    private func message(for notice: Notice, _ scope: TenantScope) async throws -> LiveMessage? {
        switch notice {
        case .alert(let id, let machine, _):
            guard let view = try await views.alert(id, scope) else { return nil }
            return message("machine_alert", .atOnce, [JSONField("machineId", .of(machine)), JSONField("alert", view)])
        case .machineStatus(let machine, _, let status):
            let fields = [JSONField("machineId", .of(machine)), JSONField("status", .string(status))]
            return message("machine_status", .atOnce, fields)
        case .approval(let machine, _, let decision):
            let fields = [JSONField("machineId", .of(machine)), JSONField("decision", .string(decision))]
            return message("approval_status", .atOnce, fields)
        case .decision(let id, let machine, _):
            guard let view = try await views.decision(id, scope) else { return nil }
            return message("ai_decision", .atOnce, [JSONField("machineId", .of(machine)), JSONField("decision", view)])
        case .conflict(let id, let machine, _):
            guard let view = try await views.conflict(id, scope) else { return nil }
            return message("conflict", .atOnce, [JSONField("machineId", .of(machine)), JSONField("conflict", view)])
        case .agent(let id):
            guard let view = try await views.agent(id, scope) else { return nil }
            return message("agent_status", .gathered, [JSONField("agent", view)])
        }
    }

    func message(_ type: String, _ urgency: LiveMessage.Urgency, _ fields: [JSONField]) -> LiveMessage {
        var random = SystemRandomNumberGenerator()
        let now = clock.now()
        return LiveMessage(
            type: type, id: .timeOrdered(at: now, using: &random), at: now, urgency: urgency, fields: fields)
    }

    private func listeners(of event: PlantEvent) -> [LiveClient] {
        let channels = event.channels
        return clients.withLock { clients in
            clients.values.filter { $0.hears(channels, of: event.tenant) }
        }
    }

    private func closeListeners(of event: PlantEvent) {
        for client in listeners(of: event) { client.close(.tooSlow) }
    }
}
