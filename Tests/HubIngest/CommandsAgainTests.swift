import HubIngest
import HubStore
import HubTenancy
import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Commands of a new incarnation")
struct CommandsAgainTests {
    /// The hub's clock says whether its time is over, as everywhere; the database's own may show another.
    @Test("what may be done twice is sent again, as long as it has time by the round's clock")
    func sentAgain() async throws {
        let world = try await RoundWorld()
        var first = TestEdge(seed: 1)
        first.agent.write([.alert(TestAgent.alert(1))])
        try await world.exchange(&first)
        try await send(.idempotent, world)
        world.clock.advance(seconds: 1)
        try await send(.atMostOnce, world)
        #expect(commands(try await world.exchange(&first)) == [.idempotent, .atMostOnce])

        // The one before it was silent for long enough.
        world.clock.advance(seconds: 120)
        var second = TestEdge(seed: 2)
        #expect(commands(try await world.exchange(&second)) == [.idempotent])
        world.clock.advance(seconds: 400)
        var third = TestEdge(seed: 3)
        #expect(commands(try await world.exchange(&third)).isEmpty)
    }

    private func send(_ executionClass: ExecutionClass, _ world: RoundWorld) async throws {
        let draft = CommandDraft(
            action: "stop", arguments: .object([:]), notBefore: nil, lifeSeconds: 300, executionClass: executionClass,
            precondition: Precondition(), documentRevision: nil, shownPrecondition: .object([:]))
        _ = try await CommandStore(world.pool).send(
            draft, to: try await world.machine(), signer: .random(),
            by: Actor(user: UserID(UniqueID(high: 1, low: 1)), name: "olga", address: ""), at: world.clock.now(),
            world.principal.scope)
    }

    private func commands(_ answer: RoundAnswer) -> [ExecutionClass] {
        (answer.downlink?.records ?? []).compactMap { record in
            guard
                case .command(let signed)? = try? DownlinkPayload.decode(kind: record.kind, payload: record.payload)
            else { return nil }
            return try? CommandOrder.decode(signed.order).executionClass
        }
    }
}
