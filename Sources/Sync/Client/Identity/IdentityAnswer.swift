internal import FoundationEssentials
internal import SyncWire
public import Telemetry

/// What the hub answers to an enrolment and to a renewal: all of an identity but the key.
public struct IdentityAnswer: Sendable, Equatable {
    /// The id that the hub gave the agent.
    public var agent: AgentID
    /// Whose agent it is.
    public var tenant: TenantID
    var address: String
    var certificatePEM: String
    var authoritiesPEM: String
    var commandKeys: [CommandKeys.Key]

    /// The identity, with the key that the certificate was asked for.
    public func identity(key: AgentKey) throws(IdentityFault) -> AgentIdentity {
        try AgentIdentity(
            agent: agent, tenant: tenant, address: address, keyPEM: key.pem, certificatePEM: certificatePEM,
            authoritiesPEM: authoritiesPEM, commandKeys: commandKeys)
    }

    /// Reads the envelope; nothing when it is none or lacks a part.
    static func read(_ body: [UInt8]) -> IdentityAnswer? {
        guard let content = try? JSONDecoder().decode(Envelope.self, from: Data(body)).data,
            let agent = AgentID(content.agentId), let tenant = TenantID(content.tenantId)
        else { return nil }
        let keys = (content.commandKeys ?? []).compactMap { key in
            Base64Text.decode(key.publicKey).map { CommandKeys.Key(id: key.id, publicKey: $0) }
        }
        return IdentityAnswer(
            agent: agent, tenant: tenant, address: content.address, certificatePEM: content.certificate,
            authoritiesPEM: content.authorities, commandKeys: keys)
    }

    private struct Envelope: Decodable {
        var data: Content
    }

    private struct Content: Decodable {
        var agentId: String
        var tenantId: String
        var address: String
        var certificate: String
        var authorities: String
        var commandKeys: [Key]?
    }

    private struct Key: Decodable {
        var id: String
        var publicKey: String
    }
}
