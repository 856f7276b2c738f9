/// The profiles of a folder by their names; `generic` is always there and can be replaced by a file of that name.
///
/// A value: machines of a running agent keep the profile that they were given until they are given another library.
public struct ProfileLibrary: Sendable, Equatable {
    /// By name; `generic` is always among them.
    public private(set) var profiles: [String: FirmwareProfile]

    /// A library of these profiles; of two with one name the later wins.
    public init(_ profiles: [FirmwareProfile] = []) {
        self.profiles = [FirmwareProfile.generic.name: .generic]
        for profile in profiles { self.profiles[profile.name] = profile }
    }

    /// The profile of that name.
    public func profile(named name: String) -> FirmwareProfile? { profiles[name] }

    /// The profile of machines that nobody has described.
    public var generic: FirmwareProfile { profiles[FirmwareProfile.generic.name] ?? .generic }

    /// All profiles, sorted by name.
    public var all: [FirmwareProfile] { profiles.values.sorted { $0.name < $1.name } }
}
