internal import Crypto
internal import FoundationEssentials
internal import Glibc
internal import SwiftASN1
public import Telemetry
internal import X509

extension CertificateAuthority {
    /// Gives an agent a certificate for the key of its request.
    ///
    /// It holds for `lifeSeconds` from now on, and five minutes back, for replicas whose clocks differ.
    public func issue(
        _ request: SigningRequest, agent: AgentID, tenant: TenantID, lifeSeconds: Double, at now: Timestamp
    ) throws -> IssuedCertificate {
        let serial = Certificate.SerialNumber()
        // Certificates know whole seconds.
        let second = now.microseconds / 1_000_000
        let (from, until) = (second - Self.backSeconds, second + Int64(lifeSeconds))
        let content = AgentCertificate(
            tenant: tenant, agent: agent, serial: Array(serial.bytes), notBefore: Timestamp(seconds: from),
            notAfter: Timestamp(seconds: until))
        let certificate = try Certificate(
            version: .v3, serialNumber: serial, publicKey: .init(request.publicKey), notValidBefore: Self.date(from),
            notValidAfter: Self.date(until), issuer: certificates[0].subject,
            subject: try DistinguishedName { CommonName("agent \(agent)") }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.clientAuth])
                SubjectAlternativeNames([.uniformResourceIdentifier(content.name)])
                authorityKeyIdentifier
            }, issuerPrivateKey: .init(key))
        return IssuedCertificate(certificate: content, pem: try certificate.serializeAsPEM().pemString + "\n")
    }

    /// A key and a certificate for the listener that agents call, with the names and addresses that they call it by.
    ///
    /// The key lives in memory only and is drawn anew from time to time; the certificate itself does not end, so that
    /// an agent whose clock is wrong by years can still call.
    public func issueServer(names: [String]) throws -> ServerCertificate {
        let key = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Self.always.lowerBound, notValidAfter: Self.always.upperBound,
            issuer: certificates[0].subject, subject: try DistinguishedName { CommonName("Millwright hub") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(Self.generalName))
                authorityKeyIdentifier
            }, issuerPrivateKey: .init(self.key))
        return ServerCertificate(
            certificatePEM: try certificate.serializeAsPEM().pemString, keyPEM: key.pemRepresentation)
    }

    private var authorityKeyIdentifier: AuthorityKeyIdentifier {
        AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: .init(key.publicKey)).keyIdentifier)
    }

    /// An address where the text is one, a name otherwise.
    private static func generalName(_ text: String) -> GeneralName {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: &four) { ArraySlice($0) }))
        }
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: &six) { ArraySlice($0) }))
        }
        return .dnsName(text)
    }

    private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    private static let backSeconds: Int64 = 300
}
