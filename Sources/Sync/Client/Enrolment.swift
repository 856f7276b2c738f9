public import Telemetry

/// What an agent gets for a one-time token; the credential is shown only this once.
public struct Enrolment: Sendable, Equatable {
    /// The id that the hub gave the agent.
    public var agent: AgentID
    /// Whose agent it is from now on; the token decided it.
    public var tenant: TenantID
    /// The bearer of the agent's rounds; a secret.
    public var credential: String

    /// An enrolment by its three parts.
    public init(agent: AgentID, tenant: TenantID, credential: String) {
        self.agent = agent
        self.tenant = tenant
        self.credential = credential
    }
}
