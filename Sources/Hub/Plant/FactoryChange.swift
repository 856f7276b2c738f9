/// What is to change of a factory; nothing means that it stays.
public struct FactoryChange: Sendable, Equatable {
    /// Its name.
    public var name: String?
    /// Where it stands.
    public var location: String?
    /// Its time zone, by the name of the IANA database.
    public var timeZone: String?
    /// Money for one kWh.
    public var tariff: Double?

    /// A change of the fields that are given.
    public init(name: String? = nil, location: String? = nil, timeZone: String? = nil, tariff: Double? = nil) {
        self.name = name
        self.location = location
        self.timeZone = timeZone
        self.tariff = tariff
    }
}
