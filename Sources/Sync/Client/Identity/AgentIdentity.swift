internal import Crypto
internal import NIOSSL
public import SyncWire
public import Telemetry

/// Who an agent is to its hub: its key and certificate, and whom it trusts in return.
public struct AgentIdentity: Sendable, Equatable {
    /// The id that the hub gave the agent.
    public let agent: AgentID
    /// Whose agent it is; the token of the enrolment decided it.
    public let tenant: TenantID
    /// Where the hub said that rounds go, as `https://hub.example:8443`.
    public let address: String
    /// The agent's own key (PEM); a secret that never left this machine.
    public let keyPEM: String
    /// The certificate for that key (PEM).
    public let certificatePEM: String
    /// The only authorities that the hub's certificate may come from (PEM).
    public let authoritiesPEM: String
    /// By which commands of the hub are verified; none while it signs none.
    public let commandKeys: [CommandKeys.Key]
    /// The certificate's own number.
    public let serial: [UInt8]
    /// From when on the certificate holds.
    public let notBefore: Timestamp
    /// Until when the certificate holds.
    public let notAfter: Timestamp

    /// Puts an identity together; throws `IDENTITY_UNUSABLE` when the certificate is not of the key, or one of the
    /// texts is no PEM.
    public init(
        agent: AgentID, tenant: TenantID, address: String, keyPEM: String, certificatePEM: String,
        authoritiesPEM: String, commandKeys: [CommandKeys.Key]
    ) throws(IdentityFault) {
        guard let certificate = Self.certificates(certificatePEM).first else {
            throw .unusable("its certificate cannot be read")
        }
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: keyPEM),
            let certified = try? certificate.extractPublicKey().toSPKIBytes(),
            certified == Array(key.publicKey.derRepresentation)
        else { throw .unusable("its certificate is not of its key") }
        guard !Self.certificates(authoritiesPEM).isEmpty else { throw .unusable("its authorities cannot be read") }
        self.agent = agent
        self.tenant = tenant
        self.address = address
        self.keyPEM = keyPEM
        self.certificatePEM = certificatePEM
        self.authoritiesPEM = authoritiesPEM
        self.commandKeys = commandKeys
        serial = certificate.serialNumber
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore))
        notAfter = Timestamp(seconds: Int64(certificate.notValidAfter))
    }

    /// SHA-256 of the first authority in 64 hexadecimal digits, as `millwright-hub ca show` prints it.
    public var authorityFingerprint: String {
        let der = (try? Self.certificates(authoritiesPEM).first?.toDERBytes()) ?? []
        return SHA256.hash(data: der).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Days from `now` until the certificate ends; negative after it.
    public func daysLeft(at now: Timestamp) -> Double { notAfter.seconds(since: now) / 86_400 }

    private static func certificates(_ pem: String) -> [NIOSSLCertificate] {
        (try? NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))) ?? []
    }
}
