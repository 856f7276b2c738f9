/// What is to change of a factory; nothing means that it stays.
public struct FactoryChange: Sendable, Equatable {
    public var name: String?
    public var location: String?
    public var timeZone: String?
    public var tariff: Double?

    /// A change of the fields that are given.
    public init(name: String? = nil, location: String? = nil, timeZone: String? = nil, tariff: Double? = nil) {
        self.name = name
        self.location = location
        self.timeZone = timeZone
        self.tariff = tariff
    }
}
