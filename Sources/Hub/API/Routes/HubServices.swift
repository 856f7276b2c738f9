internal import HubIntelligence
internal import HubStore
internal import HubTenancy
internal import Logging
internal import Runtime

/// What the handlers work with.
struct HubServices: Sendable {
    let accounts: AccountStore
    let plant: PlantStore
    let readings: ReadingsStore
    let conflicts: ConflictStore
    let commands: CommandStore
    let forests: ForestStore
    let tokens: AccessTokens
    let passwords: PasswordWorker
    /// Where models are computed.
    let analytics: BoundedWorker
    let forecasts: ForecastCache
    let logins: LoginGuard
    let registrations: RateLimiter<String>
    let ended: EndedSessions
    let live: LiveHub
    let relay: LiveRelay
    let options: HubServerOptions
    let clock: any Clock
    let logger: Logger
}
