internal import Crypto
internal import FoundationEssentials
internal import SwiftASN1
internal import Telemetry
internal import X509

extension CertificateAuthority {
    /// Reads a certificate that an agent shows (DER), and checks that this authority gave it to an agent.
    ///
    /// Its life and whether it was revoked are not looked at: an expired one may still be renewed. Throws `notOurs`.
    public func check(_ der: [UInt8]) throws(CertificateFault) -> AgentCertificate {
        guard let certificate = try? Certificate(derEncoded: der) else { throw .notOurs("cannot be read") }
        let isSigned = certificates.contains {
            $0.subject == certificate.issuer
                && $0.publicKey.isValidSignature(certificate.signature, for: certificate)
        }
        guard isSigned else { throw .notOurs("comes from another authority") }
        guard let extensions = try? Self.extensions(certificate), extensions.isForClients, !extensions.isAuthority
        else { throw .notOurs("is not one for agents") }
        guard extensions.names.count == 1, let ids = AgentCertificate.ids(in: extensions.names[0]) else {
            throw .notOurs("names no agent")
        }
        return AgentCertificate(
            tenant: ids.tenant, agent: ids.agent, serial: Array(certificate.serialNumber.bytes),
            notBefore: Self.timestamp(certificate.notValidBefore), notAfter: Self.timestamp(certificate.notValidAfter))
    }

    private struct Extensions {
        var isForClients: Bool
        var isAuthority: Bool
        var names: [String]
    }

    private static func extensions(_ certificate: Certificate) throws -> Extensions {
        let names = try certificate.extensions.subjectAlternativeNames?.compactMap { name -> String? in
            if case .uniformResourceIdentifier(let text) = name { text } else { nil }
        }
        let constraints = try certificate.extensions.basicConstraints
        let isAuthority = if case .isCertificateAuthority = constraints { true } else { false }
        return Extensions(
            isForClients: try certificate.extensions.extendedKeyUsage?.contains(.clientAuth) ?? false,
            isAuthority: isAuthority, names: names ?? [])
    }

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(seconds: Int64(date.timeIntervalSince1970.rounded()))
    }
}
