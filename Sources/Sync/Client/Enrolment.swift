public import Telemetry

/// What an agent gets for a one-time token; the credential is shown only this once.
public struct Enrolment: Sendable, Equatable {
    public var agent: AgentID
    public var tenant: TenantID
    /// The bearer of the agent's rounds; a secret.
    public var credential: String

    public init(agent: AgentID, tenant: TenantID, credential: String) {
        self.agent = agent
        self.tenant = tenant
        self.credential = credential
    }
}
