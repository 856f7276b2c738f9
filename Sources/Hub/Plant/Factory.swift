public import Telemetry

/// A site with machines.
public struct Factory: Sendable, Equatable {
    /// Its id.
    public var id: FactoryID
    /// Its name.
    public var name: String
    /// Where it stands.
    public var location: String?
    /// A name of the IANA database, as `Europe/Berlin`: what "today" means there.
    public var timeZone: String
    /// Money for one kWh, in the factory's currency.
    public var tariff: Double
    /// When it was made.
    public var createdAt: Timestamp

    /// A factory as it is stored.
    public init(
        id: FactoryID, name: String, location: String?, timeZone: String, tariff: Double, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.location = location
        self.timeZone = timeZone
        self.tariff = tariff
        self.createdAt = createdAt
    }
}
