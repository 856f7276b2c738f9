import HubIngest
import Runtime
import Telemetry
import Testing

@Suite("How often agents with nothing pressing may ask")
struct RoundBudgetTests {
    private static func agent(_ number: Int) -> AgentID { AgentID(UniqueID(high: 1, low: UInt64(number))) }
    private static func at(_ seconds: Double) -> Uptime { Uptime(nanoseconds: 0).advanced(seconds: seconds) }

    @Test(
        "the more agents, the longer; one that asks often counts once",
        arguments: [
            (1, 0), (999, 0), (2_000, 2), (10_000, 10), (29_000, 29), (60_000, 30),
        ])
    func interval(agents: Int, seconds: Double) {
        var budget = RoundBudget(roundsASecond: 1_000)
        var last = 0.0
        for round in 0..<2 {
            for number in 0..<agents {
                last = budget.intervalSeconds(of: Self.agent(number), at: Self.at(Double(round) * 20))
            }
        }
        #expect(abs(last - seconds) < 1e-9)
    }

    @Test("the minute before still counts, so that nobody is told to hurry at its end; what is gone is forgotten")
    func generations() {
        var budget = RoundBudget(roundsASecond: 4)
        for number in 0..<100 { _ = budget.intervalSeconds(of: Self.agent(number), at: Self.at(Double(number) * 0.5)) }
        #expect(budget.intervalSeconds(of: Self.agent(0), at: Self.at(61)) == 25)
        #expect(budget.intervalSeconds(of: Self.agent(0), at: Self.at(122)) == 0, "99 have not asked for a minute")
    }

    @Test("memory is bounded")
    func bounded() {
        var budget = RoundBudget(roundsASecond: 1e4)
        for number in 0..<RoundBudget.agentsMax + 10 {
            _ = budget.intervalSeconds(of: Self.agent(number), at: Self.at(0))
        }
        #expect(budget.intervalSeconds(of: Self.agent(1 << 40), at: Self.at(1)) == 10)
    }
}
