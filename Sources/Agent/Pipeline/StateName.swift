/// The names under which the plant thread's snapshots lie in the store.
enum StateName {
    /// Followed by the machine's key.
    static let alarms = "alarms/"
    /// Followed by the machine's key.
    static let models = "models/"
    /// Followed by the machine's key: the detector of all its metrics together.
    static let joints = "joints/"
    /// Followed by the machine's key: the isolation forest that the hub has it run.
    static let forests = "forests/"
    /// Followed by the machine's key: how high its normal rows score under that forest.
    static let tails = "forest-tails/"
    static let commands = "commands"
    /// Followed by the machine's key.
    static let setpoints = "setpoints/"
}
