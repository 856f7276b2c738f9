internal import AnalyticsTwin
internal import ArgumentParser

/// The options of a scenario.
struct ScenarioChoice: ParsableArguments {
    @Option(help: "\(ScenarioChoice.names), or custom with --load.") var scenario: String?
    @Option(help: "How many hours of it.") var hours = 720.0
    @Option(help: "How many machines are drawn from what was calibrated.") var paths = 1_000
    @Option(help: "The same seed draws the same machines.") var seed: UInt64 = 1
    @Option(help: "A load by the hour of the day, as 0:5,6:18,22:5 for kW from those hours on.") var load: String?
    @Option(help: "The part of the cooling that is left.") var cooling: Double?
    @Option(help: "By how much faster it wears.") var wearFactor: Double?
    @Option(help: "°C around the machine, instead of what was calibrated.") var ambient: Double?
    @Option(help: "How much the load varies from hour to hour, as a part of it.") var loadNoise = 0.05

    private static let names = TwinScenario.named.map(\.name).joined(separator: ", ")

    /// What the command line can tell by itself.
    func check() throws {
        if let scenario, !ScenarioRequest.names.contains(scenario) {
            throw ValidationError("--scenario \(scenario) is none of \(Self.names), custom.")
        }
        if scenario == ScenarioRequest.custom, load == nil { throw ValidationError("--scenario custom needs --load.") }
        if scenario == nil, load != nil || cooling != nil || wearFactor != nil || ambient != nil {
            throw ValidationError("--load, --cooling, --wear-factor and --ambient change a --scenario.")
        }
    }

    /// What holds during the scenario; nothing when there is none.
    func conditions(ratedPower: Double) throws -> ScenarioConditions? {
        guard let scenario else { return nil }
        var request = ScenarioRequest(name: scenario, load: try load.map(Self.cycle))
        request.cooling = cooling
        request.wearFactor = wearFactor
        request.ambient = ambient
        guard let conditions = request.conditions(ratedPower: ratedPower) else { return nil }
        do throws(ScenarioError) {
            try options.validate(conditions)
        } catch {
            throw Self.failure(error)
        }
        return conditions
    }

    var options: ScenarioOptions { ScenarioOptions(hours: hours, paths: paths, seed: seed, loadNoise: loadNoise) }

    /// The mistake in an option, for a person.
    static func failure(_ error: ScenarioError) -> CommandFailure {
        switch error {
        case .outOfRange(let option, let range): CommandFailure("OPTION_INVALID", "is \(range)", field: "--\(option)")
        case .loadInvalid:
            CommandFailure(
                "OPTION_INVALID", "is hours of the day that ascend from 0 to below 24, each with kW: 0:5,6:18,22:5",
                field: "--load")
        }
    }

    private static func cycle(_ text: String) throws -> LoadCycle {
        var steps: [(hour: Double, power: Double)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let numbers = part.split(separator: ":", omittingEmptySubsequences: false).map {
                Double(CSVRows.trimmed(String($0)))
            }
            guard numbers.count == 2, let hour = numbers[0], let power = numbers[1] else { throw failure(.loadInvalid) }
            steps.append((hour, power))
        }
        do throws(ScenarioError) {
            return try LoadCycle(hours: 24, steps: steps)
        } catch {
            throw failure(error)
        }
    }
}
