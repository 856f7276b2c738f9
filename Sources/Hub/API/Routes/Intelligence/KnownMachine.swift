internal import AnalyticsForecast
internal import HubIntelligence
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import Telemetry

/// What the models have to know of a machine beside its readings.
struct KnownMachine: Sendable {
    let machine: Machine
    let factory: Factory
    let clock: FactoryClock

    /// The machine in the request's path or body.
    ///
    /// - Throws: 404 when the tenant has no such machine.
    static func find(_ id: MachineID, _ hub: HubServices, _ scope: TenantScope) async throws -> KnownMachine {
        guard let machine = try await hub.plant.machine(id, scope),
            let factory = try await hub.plant.factory(machine.factory, scope)
        else { throw APIError.notFound("machine") }
        let offsets = try await hub.plant.zoneOffsets(factory.timeZone, until: hub.clock.now(), scope)
        return KnownMachine(
            machine: machine, factory: factory, clock: FactoryClock(zone: factory.timeZone, offsets: offsets))
    }

    /// The clock as answers show it.
    var calendar: JSONValue {
        [
            "timeZone": .string(clock.zone), "utcOffsetHours": .of(Double(clock.calendar.zoneMinutes) / 60),
            "daylightSaving": .string(clock.calendar.daylight.rawValue), "exact": .of(clock.isExact),
        ]
    }
}
