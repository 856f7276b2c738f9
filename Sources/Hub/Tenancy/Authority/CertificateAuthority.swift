internal import Crypto
internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// The hub's own authority: it gives agents their certificates, and knows them again.
///
/// One P-256 key. Several authorities may be trusted while one replaces another: the first certificate is of the key
/// that signs, the others are only trusted. Its own life does not end: agents must reach the hub with any clock, and
/// they trust exactly these certificates, which came with their enrolment.
public struct CertificateAuthority: Sendable {
    let key: P256.Signing.PrivateKey
    /// The first is the one that signs.
    let certificates: [Certificate]

    private init(key: P256.Signing.PrivateKey, certificates: [Certificate]) {
        self.key = key
        self.certificates = certificates
    }

    /// A new authority from the system's generator.
    public static func make() throws -> CertificateAuthority {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName {
            OrganizationName("Millwright")
            // Two authorities of one name could not be told apart while one replaces the other.
            CommonName("Millwright hub authority \(Self.hexadecimal(Self.digest(of: key.publicKey).prefix(4)))")
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Self.always.lowerBound, notValidAfter: Self.always.upperBound, issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return CertificateAuthority(key: key, certificates: [certificate])
    }

    /// Reads the text of a key and of certificates (PEM) in any order.
    ///
    /// Throws `unreadable` for what is none, and when no certificate is of the key.
    public init(pem: String) throws(AuthorityFault) {
        guard let documents = try? PEMDocument.parseMultiple(pemString: pem) else { throw .unreadable("it is no PEM") }
        let keys = documents.filter { $0.discriminator.hasSuffix("PRIVATE KEY") }
        guard keys.count == 1, let key = try? P256.Signing.PrivateKey(pemRepresentation: keys[0].pemString) else {
            throw .unreadable("it must hold one private key on the curve P-256")
        }
        let certificates: [Certificate]
        do {
            certificates = try documents.filter { $0.discriminator == Certificate.defaultPEMDiscriminator }
                .map { try Certificate(pemDocument: $0) }
        } catch {
            throw .unreadable("one of its certificates cannot be read")
        }
        let own = Certificate.PublicKey(key.publicKey)
        guard let signing = certificates.first(where: { $0.publicKey == own }) else {
            throw .unreadable("none of its certificates is of its key")
        }
        self.init(key: key, certificates: [signing] + certificates.filter { $0 != signing })
    }

    /// Key and certificates (PEM); a secret.
    var secretPEM: String { key.pemRepresentation + "\n" + certificatesPEM }

    /// The certificates that agents trust (PEM), the signing one first.
    public var certificatesPEM: String {
        certificates.compactMap { try? $0.serializeAsPEM().pemString + "\n" }.joined()
    }

    /// SHA-256 of the signing certificate in 64 hexadecimal digits; by it a person or a command knows the authority.
    public var fingerprint: String {
        var serializer = DER.Serializer()
        try? serializer.serialize(certificates[0])
        return Self.hexadecimal(SHA256.hash(data: serializer.serializedBytes))
    }

    static func digest(of key: P256.Signing.PublicKey) -> SHA256.Digest { SHA256.hash(data: key.derRepresentation) }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// From 1970 to the last second that a certificate can say (RFC 5280, 4.1.2.5): a gateway without a clock of its
    /// own begins in 1970, and it learns the time from the hub.
    static let always = Date(timeIntervalSince1970: 0)...Date(timeIntervalSince1970: 253_402_300_799)
}
