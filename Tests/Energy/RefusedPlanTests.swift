import AnalyticsEnergy
import AnalyticsTwin
import Testing

@Suite("What cannot be planned of energy")
struct RefusedPlanTests {
    static func error(
        _ load: [Double], prices: [Double]? = nil, machine: EnergyMachine = EnergyMachine(ratedPower: 10)
    ) -> EnergyError? {
        do throws(EnergyError) {
            _ = try EnergyPlan(load: load, prices: prices ?? load.map { _ in 0.1 }, machine: machine)
            return nil
        } catch { return error }
    }

    @Test("unfit hours are named")
    func hours() {
        #expect(Self.error([]) == .horizonInvalid(hours: 0))
        #expect(Self.error(Array(repeating: 1, count: 169)) == .horizonInvalid(hours: 169))
        #expect(Self.error([1, 2], prices: [0.1]) == .pricesMismatch(hours: 2, prices: 1))
        for bad in [Double.nan, .infinity, -1, 1e7] { #expect(Self.error([1, bad]) == .hourInvalid(1)) }
        for bad in [Double.nan, .infinity, -0.1] {
            #expect(Self.error([1, 1], prices: [0.1, bad]) == .hourInvalid(1))
        }
        #expect(Self.error([0, 0, 0]) == .nothingProduced)
    }

    @Test("work beyond the highest load or temperature is refused, with what would be possible")
    func infeasible() throws {
        #expect(Self.error([13, 12]) == .infeasible(needed: 25, possible: 24))
        #expect(Self.error([12, 12]) == nil)
        var hot = TestPlants.heated(10, rise: 60, seconds: 50)
        hot.temperatureMax = 25 + 60 * 0.5
        guard case .infeasible(24, let possible) = Self.error(Array(repeating: 6, count: 4), machine: hot) else {
            Issue.record("6 kW settle above the limit")
            return
        }
        #expect(possible < 24 && possible > 10)
        #expect(Self.error(Array(repeating: 4, count: 4), machine: hot) == nil)
        hot.temperatureMax = nil
        #expect(Self.error(Array(repeating: 6, count: 4), machine: hot) == nil, "what is done today is allowed")
    }

    @Test("machines that there are not are refused, and the field named")
    func machines() {
        func field(_ change: (inout EnergyMachine) -> Void) -> String? {
            var machine = EnergyMachine(ratedPower: 10)
            change(&machine)
            guard case .outOfRange(let name, _) = Self.error([5, 5], machine: machine) else { return nil }
            return name
        }
        for bad in [Double.nan, .infinity, -1, 0] {
            #expect(field { $0.twin.ratedPower = bad } == "ratedPower")
            #expect(field { $0.twin.decay = bad } == "decay" && field { $0.twin.efficiency = bad } == "efficiency")
            #expect(field { $0.loadMax = bad } == "loadMax")
        }
        for bad in [Double.nan, .infinity, -1] {
            #expect(field { $0.startCost = bad } == "startCost" && field { $0.value = bad } == "value")
            #expect(field { $0.twin.heatGain = bad } == "heatGain")
        }
        #expect(field { $0.temperatureMax = 24 } == "temperatureMax")
        #expect(field { $0.twin.heatGain = 1_000 } == "temperatureMax", "100 000 °C")
        #expect(field { $0.twin.ambient = .nan } == "ambient" && field { $0.twin.standbyPower = 11 } == "standbyPower")
    }

    @Test("levels that do other work, or that the machine has not, are no schedule")
    func levels() throws {
        var hot = TestPlants.heated(10, rise: 60, seconds: 50)
        hot.temperatureMax = 25 + 60 * 0.5
        let load = [4.0, 4, 0]
        let today = EnergySchedule(today: load, prices: [1, 1, 1], machine: hot)
        let problem = try ScheduleProblem(today: today, prices: [1, 1, 1], machine: hot)
        #expect(problem.work == 4 && problem.top == 4)
        #expect(problem.schedule([2, 2, 0])?.powers == [4, 4, 0] && problem.schedule([1, 1, 2]) != nil)
        for wrong in [[2, 1, 0], [2, 2, 1], [2, 2], [-1, 3, 2], [5, -1, 0], [4, 0, 0]] {
            #expect(problem.schedule(wrong) == nil, "\(wrong)")
        }
    }

    @Test("tiny, single and free hours are planned")
    func odd() throws {
        #expect(Self.error([1e-9]) == nil && Self.error([0, 5, 0]) == nil)
        #expect(Self.error([5, 5], prices: [0, 0]) == nil)
        let plan = try EnergyPlan(load: [3, 0], prices: [0.4, 0.1], machine: EnergyMachine(ratedPower: 10))
        #expect(plan.optimum.powers == [0, 3] && plan.learned.powers == [0, 3] && plan.excess == 0)
    }
}
