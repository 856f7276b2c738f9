internal import AgentConsole
internal import AgentPipeline
internal import Observability

/// What the local page shows, from the plant thread's board and inbox.
struct ConsoleBridge: ConsoleSource, ControlSource {
    let inbox: PlantInbox
    let board: PlantBoard
    let registry: MetricsRegistry

    func readiness() -> [Dependency] { board.readiness }

    func metrics() -> [UInt8] { registry.prometheusText() }

    func control(_ request: ControlRequest, reply: @escaping @Sendable (ControlAnswer) -> Void) -> Bool {
        inbox.post(.controlAsked(request, reply: reply))
    }

    func status(_ reply: @escaping @Sendable (AgentStatus) -> Void) -> Bool {
        inbox.post(.statusAsked(reply: reply))
    }
}
