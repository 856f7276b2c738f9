/// The names under which the plant thread's snapshots lie in the store.
enum StateName {
    /// Followed by the machine's key.
    static let alarms = "alarms/"
    /// Followed by the machine's key.
    static let models = "models/"
    /// Followed by the machine's key: the detector of all its metrics together.
    static let joints = "joints/"
    static let commands = "commands"
    /// Followed by the machine's key.
    static let setpoints = "setpoints/"
}
