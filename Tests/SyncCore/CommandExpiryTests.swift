import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Until when a command may go, by what is known of the hub's clock.
@Suite("Expiry of commands")
struct CommandExpiryTests {
    /// By the agent's clock of `SessionDriver`, when an answer comes.
    private static let now = Timestamp(seconds: 101)

    private static func order(expires: Int64) throws -> CommandOrder {
        CommandOrder(
            id: DeviceCommandID(UniqueID(high: 9, low: UInt64(expires))), tenant: TenantID(UniqueID(high: 1, low: 1)),
            agent: AgentID(UniqueID(high: 2, low: 2)), machine: try #require(MachineKey("north/pump1")),
            action: "stop", issuer: "ada", issuedAt: Timestamp(seconds: 1), notBefore: Timestamp(seconds: 1),
            expiresAt: Timestamp(seconds: expires))
    }

    private static func answer(_ driver: inout SessionDriver, named seconds: Int64) throws {
        driver.now = driver.now.advanced(seconds: 2)
        if driver.plan == nil { driver.handle(.tick(random: 0)) }
        var answer = driver.acceptance(of: try driver.gather())
        (answer.clock.hubReceived, answer.clock.hubSent) = (Timestamp(seconds: seconds), Timestamp(seconds: seconds))
        driver.answer(answer)
        driver.settle()
    }

    @Test("while the hub's clock is refused nothing goes, whatever was measured before; then all goes on")
    func refused() throws {
        var driver = SessionDriver()
        driver.start()
        try Self.answer(&driver, named: 102)
        #expect(driver.session.clock != nil && driver.session.clockDisagreement == nil)
        let order = try Self.order(expires: 10_000)
        let expiry = CommandExpiry()
        #expect(expiry.refusal(of: order, at: Self.now, in: driver.session) == nil)
        try Self.answer(&driver, named: 4_000)
        let clocks = try #require(driver.session.clockDisagreement)
        #expect(driver.session.clock == nil && abs(clocks.seconds - 3_899.5) < 1)
        let refusal = try #require(expiry.refusal(of: order, at: Self.now, in: driver.session))
        #expect(refusal.code == "COMMAND_CLOCK_UNKNOWN")
        #expect(refusal.message.contains(clocks.agent.rfc3339) && refusal.message.contains(clocks.hub.rfc3339))
        driver.start()
        #expect(driver.session.clockDisagreement == clocks)
        try Self.answer(&driver, named: 102)
        #expect(driver.session.clock != nil && driver.session.clockDisagreement == nil)
        #expect(expiry.refusal(of: order, at: Self.now, in: driver.session) == nil)
    }

    @Test("what the hub has named as its time ends a command, also when its clock is set back, and no other command")
    func named() throws {
        var driver = SessionDriver()
        driver.start()
        let (order, later) = (try Self.order(expires: 150), try Self.order(expires: 151))
        var expiry = CommandExpiry()
        func isOver(_ order: CommandOrder) -> Bool {
            if case .expired = expiry.refusal(of: order, at: Timestamp(seconds: 1), in: driver.session) { return true }
            return false
        }
        for (named, isEnded) in [(149, false), (150, true), (110, true)] as [(Int64, Bool)] {
            try Self.answer(&driver, named: named)
            expiry.hear(driver.session, open: [order, later])
            #expect(isOver(order) == isEnded && !isOver(later), "\(named)")
        }
        // What is not open any more is forgotten.
        expiry.hear(driver.session, open: [later])
        #expect(!isOver(order))
    }

    @Test("the hub's time goes on from its newest word, whatever becomes of the agent's clock")
    func floor() throws {
        var driver = SessionDriver()
        driver.start()
        try Self.answer(&driver, named: 110)
        let uptime = driver.now.advanced(seconds: 30)
        #expect(driver.session.hubTime(at: Timestamp(seconds: 1), uptime) == Timestamp(seconds: 140))
        #expect(driver.session.hubTime(at: Timestamp(seconds: 200), uptime) > Timestamp(seconds: 200))
    }
}
