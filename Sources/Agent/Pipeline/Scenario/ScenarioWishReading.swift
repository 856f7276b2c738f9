internal import AgentConsole
internal import AnalyticsTwin
internal import SyncWire

/// The body of a scenario's request, with the names and limits of the hub's.
extension ControlRequest {
    /// Steps that a load of one's own may have: a week by the hour.
    private static let loadStepsMax = 168
    private static let members: Set<String> = ["scenario", "hours", "load", "loadCycleHours", "overrides"]
    private static let overrides: Set<String> = ["ratedPower", "cooling", "wearFactor", "ambient", "paths", "seed"]

    /// What is asked for; throws `INVALID_INPUT` with the field for anything else.
    func scenarioWish() throws -> ScenarioWish {
        try known(body, Self.members, "")
        guard let name = try text("scenario"), ScenarioRequest.names.contains(name) else {
            throw ControlFault.invalid("scenario", "is one of \(ScenarioRequest.names.joined(separator: ", "))")
        }
        guard let hours = try number(body, "hours", in: ScenarioWish.hours) else {
            throw ControlFault.invalid("hours", "is missing")
        }
        var request = ScenarioRequest(name: name, load: try load())
        if name == ScenarioRequest.custom, request.load == nil {
            throw ControlFault.invalid(
                "load", "is needed for a custom scenario: [{\"hour\":0,\"power\":5}, …]")
        }
        let changes = self["overrides"]
        try known(changes, Self.overrides, "overrides.")
        request.cooling = try number(changes, "cooling", in: 0.001...100)
        request.wearFactor = try number(changes, "wearFactor", in: 0...1_000)
        request.ambient = try number(changes, "ambient", in: -90...200)
        let paths = try number(
            changes, "paths", in: Double(ScenarioWish.paths.lowerBound)...Double(ScenarioWish.paths.upperBound))
        // Whole numbers that a Double holds.
        let seed = try number(changes, "seed", in: 0...9e15)
        return ScenarioWish(
            request, hours: hours, ratedPower: try number(changes, "ratedPower", in: 0.001...100_000),
            paths: paths.map { Int($0) } ?? ScenarioWish.paths.upperBound, seed: seed.map { UInt64($0) } ?? 1)
    }

    private func load() throws -> LoadCycle? {
        guard let value = self["load"] else { return nil }
        guard case .list(let steps) = value, (1...Self.loadStepsMax).contains(steps.count) else {
            throw ControlFault.invalid("load", "is no list of 1 to \(Self.loadStepsMax) steps")
        }
        var read: [(hour: Double, power: Double)] = []
        for step in steps {
            guard let hour = try number(step, "hour", in: 0...ScenarioWish.hours.upperBound),
                let power = try number(step, "power", in: 0...1e6)
            else { throw ControlFault.invalid("load", "each step has an hour and a power") }
            read.append((hour, power))
        }
        do throws(ScenarioError) {
            return try LoadCycle(
                hours: (try? number(body, "loadCycleHours", in: 1...ScenarioWish.hours.upperBound)) ?? 24, steps: read)
        } catch {
            throw ControlFault(error)
        }
    }

    private func known(_ value: FieldValue?, _ names: Set<String>, _ prefix: String) throws {
        guard let value else { return }
        guard case .object(let members) = value else { throw ControlFault.invalid(prefix, "is no object") }
        if let unknown = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw ControlFault.invalid(prefix + unknown, "is no field of a scenario")
        }
    }

    /// A number of an object; nothing when it is missing, throws when it is another value or out of its range.
    private func number(_ value: FieldValue?, _ name: String, in range: ClosedRange<Double>) throws -> Double? {
        guard case .object(let members)? = value, let found = members[name], found != .null else { return nil }
        guard let number = found.number, range.contains(number) else {
            throw ControlFault.invalid(name, "is no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension ControlFault {
    /// The field at fault.
    init(_ error: ScenarioError) {
        switch error {
        case .outOfRange(let option, let range):
            self = .invalid(option == "wear-factor" ? "overrides.wearFactor" : option, "must be \(range)")
        case .loadInvalid:
            self = .invalid("load", "must be hours that ascend from 0 to below the cycle's, each with kW")
        }
    }
}
