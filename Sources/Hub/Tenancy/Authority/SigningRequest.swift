internal import Crypto
internal import SwiftASN1
internal import X509

/// A request for a certificate (PKCS #10) whose sender has shown that it holds the key.
///
/// Only the key counts: names and wishes in the request are ignored, for the hub decides who the agent is.
public struct SigningRequest: Sendable {
    /// The longest text that is looked at, in bytes; one with a P-256 key has about 500.
    public static let bytesMax = 4_096

    let publicKey: P256.Signing.PublicKey

    /// Reads a request (PEM) and checks its signature; throws `requestInvalid`.
    public init(pem: String) throws(CertificateFault) {
        guard pem.utf8.count <= Self.bytesMax else { throw .requestInvalid("is longer than \(Self.bytesMax) bytes") }
        guard let request = try? CertificateSigningRequest(pemEncoded: pem) else {
            throw .requestInvalid("cannot be read: it should be a PKCS #10 request in PEM")
        }
        guard let publicKey = P256.Signing.PublicKey(request.publicKey) else {
            throw .requestInvalid("has a key that is not on the curve P-256")
        }
        guard request.publicKey.isValidSignature(request.signature, for: request) else {
            throw .requestInvalid("is not signed by the key that it names")
        }
        self.publicKey = publicKey
    }
}
