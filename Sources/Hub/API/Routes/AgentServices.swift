internal import HubTenancy
internal import SyncWire

/// What is needed to make agents known: who signs, for how long, and what they are told besides.
struct AgentServices: Sendable {
    let authority: CertificateAuthority
    let certificateLifeSeconds: Double
    /// Where agents send their rounds.
    let address: @Sendable () -> String
    /// The keys by which agents verify commands; none while the hub signs none.
    let commandKeys: @Sendable () -> [CommandKeys.Key]
    /// The last rounds of each agent, for people.
    let journal = RoundJournal()
}
