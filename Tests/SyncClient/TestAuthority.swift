import HubTenancy
import NIOSSL
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Telemetry
import TestKit

/// A hub's authority, and what it needs to be a hub of a few lines.
struct TestAuthority {
    let authority: CertificateAuthority
    let agent = AgentID(UniqueID(high: 5, low: 6))
    let tenant = TenantID(UniqueID(high: 7, low: 8))

    init() throws { authority = try CertificateAuthority.make() }

    /// A certificate for the key, from then on.
    func issue(_ request: String, at: Timestamp, days: Double = 90) throws -> IssuedCertificate {
        try authority.issue(
            SigningRequest(pem: request), agent: agent, tenant: tenant, lifeSeconds: days * 86_400, at: at)
    }

    func identity(_ key: AgentKey = AgentKey(), at: Timestamp, days: Double = 90) throws -> AgentIdentity {
        try AgentIdentity(
            agent: agent, tenant: tenant, address: "https://127.0.0.1:1", keyPEM: key.pem,
            certificatePEM: try issue(key.request(), at: at, days: days).pem,
            authoritiesPEM: authority.certificatesPEM, commandKeys: [])
    }

    /// TLS of a hub that asks for agents' certificates.
    func serverTLS() throws -> NIOSSLContext {
        let own = try authority.issueServer(names: ["localhost", "127.0.0.1"])
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(own.certificatePEM.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(own.keyPEM.utf8), format: .pem)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(authority.certificatesPEM.utf8)))
        return try NIOSSLContext(configuration: configuration)
    }

    /// What the hub answers to an enrolment or a renewal.
    func answer(_ request: String, at: Timestamp, keys: String = "[]") throws -> [UInt8] {
        func quoted(_ text: String) -> String { "\"" + text.replacing("\n", with: "\\n") + "\"" }
        let issued = try issue(request, at: at)
        return Array(
            """
            {"status":"success","data":{"agentId":"\(agent)","tenantId":"\(tenant)","certificate":\(quoted(issued.pem)),
            "authorities":\(quoted(authority.certificatesPEM)),"address":"https://hub:8443",
            "expiresAt":"2030-01-01T00:00:00Z","commandKeys":\(keys)},"meta":{}}
            """.utf8)
    }
}

extension TestHub.Request {
    /// The request for a certificate in a JSON body.
    var signingRequest: String? {
        let text = String(decoding: body, as: UTF8.self)
        guard let from = text.firstRange(of: "-----BEGIN"), let to = text.firstRange(of: "REQUEST-----\\n\"") else {
            return nil
        }
        let pem = text[from.lowerBound..<to.upperBound].dropLast().replacing("\\n", with: "\n")
        return String(pem.replacing("\\/", with: "/"))
    }
}
