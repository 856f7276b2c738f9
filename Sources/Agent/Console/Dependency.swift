/// One thing that the agent depends on, as `/readyz` lists it.
public struct Dependency: Sendable, Equatable {
    /// What it is, as `broker`.
    public var name: String
    /// Whether it is there and works.
    public var isReady: Bool
    /// Whether the agent is not ready without it; the hub is not needed.
    public var isRequired: Bool
    /// A few words for a person.
    public var detail: String

    /// A thing that the agent depends on, as it is now.
    public init(name: String, isReady: Bool, isRequired: Bool, detail: String) {
        self.name = name
        self.isReady = isReady
        self.isRequired = isRequired
        self.detail = detail
    }
}
