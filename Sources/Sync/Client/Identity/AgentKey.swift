internal import Crypto
internal import FoundationEssentials

/// The key of an agent, on the curve P-256; it never leaves the machine that drew it.
public struct AgentKey: Sendable {
    private let key: P256.Signing.PrivateKey

    /// A new key from the system's generator.
    public init() {
        key = P256.Signing.PrivateKey()
    }

    /// The key (PEM, PKCS #8); a secret.
    public var pem: String { key.pemRepresentation }

    /// A request for a certificate (PKCS #10, PEM): the public key, signed by the key itself.
    ///
    /// It names nobody, for the hub decides who the agent is. Written out here, because a library for X.509 would be a
    /// large part of a small agent for these few bytes.
    public func request() throws -> String {
        let version: [UInt8] = [0x02, 0x01, 0x00]
        let subject = Self.element(0x30, [])
        let attributes = Self.element(0xA0, [])
        let content = Self.element(0x30, version + subject + Array(key.publicKey.derRepresentation) + attributes)
        let signature = Array(try key.signature(for: content).derRepresentation)
        // A bit string says first how many bits of its last byte do not count.
        let der = Self.element(
            0x30, content + Self.element(0x30, Self.ecdsaWithSHA256) + Self.element(0x03, [0] + signature))
        let lines = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE REQUEST-----\n\(lines)\n-----END CERTIFICATE REQUEST-----\n"
    }

    /// A DER element: tag, length, content.
    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length = [UInt8(truncatingIfNeeded: content.count)]
        if content.count > 0x7F {
            let bytes = withUnsafeBytes(of: content.count.bigEndian) { Array($0.drop { $0 == 0 }) }
            length = [0x80 | UInt8(bytes.count)] + bytes
        }
        return [tag] + length + content
    }

    /// The object identifier 1.2.840.10045.4.3.2.
    private static let ecdsaWithSHA256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
}
