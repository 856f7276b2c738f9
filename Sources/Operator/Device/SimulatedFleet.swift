internal import DeviceProfiles
internal import DeviceSimulator
internal import Telemetry

/// Which machines a simulation has.
enum SimulatedFleet {
    /// The machines that were named, or `count` of the kinds in turn: pump-1, motor-1, …, pump-2, ….
    static func members(
        _ library: ProfileLibrary, kinds: String, count: Int, machines: [String], factory: String
    ) throws -> [Simulator.Member] {
        var wanted: [(name: String, kind: String)] = []
        if machines.isEmpty {
            let kinds = kinds.split(separator: ",").map(String.init)
            guard !kinds.isEmpty else { throw CommandFailure("OPTION_INVALID", "names no profile", field: "--kinds") }
            wanted = (0..<count).map { ("\(kinds[$0 % kinds.count])-\($0 / kinds.count + 1)", kinds[$0 % kinds.count]) }
        }
        for text in machines {
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 2 else {
                throw CommandFailure("OPTION_INVALID", "\(text): write NAME:PROFILE", field: "--machine")
            }
            wanted.append((parts[0], parts[1]))
        }
        return try wanted.map { try member(library, factory: factory, name: $0.name, kind: $0.kind) }
    }

    private static func member(
        _ library: ProfileLibrary, factory: String, name: String, kind: String
    ) throws -> Simulator.Member {
        guard let profile = library.profile(named: kind) else {
            let known = library.all.map(\.name).joined(separator: ", ")
            throw CommandFailure("PROFILE_UNKNOWN", "\(kind) is none of \(known)")
        }
        guard profile.topics.isEmpty, !profile.metrics.isEmpty else {
            throw CommandFailure(
                "PROFILE_NOT_SIMULATED", "\(kind): only profiles with metrics and the generic topics are simulated")
        }
        guard let key = MachineKey(factory: factory, machine: name) else {
            throw CommandFailure("NAME_INVALID", "\(factory)/\(name): names have 1 to 255 bytes and none of / + #")
        }
        return Simulator.Member(key: key, profile: profile)
    }
}
