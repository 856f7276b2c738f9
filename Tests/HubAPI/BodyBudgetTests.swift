import Runtime
import Telemetry
import Testing

@testable import HubAPI

@Suite("Bodies of agents that are being read")
struct BodyBudgetTests {
    private static func agent(_ number: UInt64) -> AgentID { AgentID(UniqueID(high: 1, low: number)) }

    @Test("one agent has a bound of its own, and gets back what it gave back")
    func one() {
        let budget = BodyBudget()
        #expect(budget.take(BodyBudget.bytesMaxOfOne, of: Self.agent(1)))
        #expect(budget.take(1, of: Self.agent(1)) == false)
        #expect(budget.take(1, of: Self.agent(2)), "another one is not held up")
        budget.giveBack(10, of: Self.agent(1))
        #expect(budget.take(10, of: Self.agent(1)) && !budget.take(1, of: Self.agent(1)))
        budget.giveBack(BodyBudget.bytesMaxOfOne, of: Self.agent(1))
        budget.giveBack(1, of: Self.agent(2))
        #expect(budget.bytes == 0)
    }

    @Test("all of them together have one too")
    func all() {
        let budget = BodyBudget()
        let agents = UInt64(BodyBudget.bytesMax / BodyBudget.bytesMaxOfOne)
        for number in 1...agents { #expect(budget.take(BodyBudget.bytesMaxOfOne, of: Self.agent(number))) }
        #expect(budget.take(1, of: Self.agent(agents + 1)) == false)
        #expect(budget.bytes == BodyBudget.bytesMax)
        budget.giveBack(1, of: Self.agent(1))
        #expect(budget.take(1, of: Self.agent(agents + 1)))
    }
}
