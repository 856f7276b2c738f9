public import HubPlant
public import HubTenancy
public import Telemetry

/// What makes two forecasts the same.
public struct ForecastKey: Sendable, Hashable {
    private let scope: TenantScope
    private let machine: MachineID
    private let request: ForecastRequest
    private let hours: HoursKnown
    private let zone: String
    private let version: Int

    /// A request of a tenant about a machine that has these hours.
    ///
    /// The newest hour is among them, and so is how many there are: an agent that was away fills hours of the past.
    public init(
        _ scope: TenantScope, machine: MachineID, request: ForecastRequest, hours: HoursKnown, zone: String,
        version: Int = ForecastFound.version
    ) {
        self.scope = scope
        self.machine = machine
        self.request = request
        self.hours = hours
        self.zone = zone
        self.version = version
    }
}
