/// The names under which the plant thread's snapshots lie in the store.
enum StateName {
    /// Followed by the machine's key.
    static let alarms = "alarms/"
    /// Followed by the machine's key.
    static let models = "models/"
    static let commands = "commands"
    /// Followed by the machine's key.
    static let setpoints = "setpoints/"
}
