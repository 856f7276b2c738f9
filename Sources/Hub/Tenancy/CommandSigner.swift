internal import Crypto
public import Runtime
internal import FoundationEssentials
internal import Glibc

/// The private key that commands to devices are signed with (Ed25519).
///
/// Only the parts of the hub that take commands from people hold one; what serves agents' rounds never does.
public struct CommandSigner: Sendable {
    /// Why there is no key.
    public enum Failure: CodedError, Equatable {
        /// The file cannot be read or written; the system's word for it.
        case unreadable(path: String, reason: String)
        /// The file holds no key.
        case malformed(path: String)
        /// Others than its owner may read the file.
        case exposed(path: String)

        /// Stable over versions.
        public var code: String {
            switch self {
            case .unreadable: "COMMAND_KEY_UNREADABLE"
            case .malformed: "COMMAND_KEY_MALFORMED"
            case .exposed: "COMMAND_KEY_EXPOSED"
            }
        }

        /// One sentence for the operator.
        public var message: String {
            switch self {
            case .unreadable(let path, let reason): "The command key \(path) cannot be used: \(reason)."
            case .malformed(let path): "\(path) holds no command key: 32 bytes in Base64."
            case .exposed(let path): "\(path) may be read by others: chmod 600."
            }
        }
    }

    /// Names the key in signatures without saying anything about it: the beginning of a hash of the public key.
    public let id: String
    /// 32 bytes.
    public let publicKey: [UInt8]

    private let key: Curve25519.Signing.PrivateKey

    private init(_ key: Curve25519.Signing.PrivateKey) {
        self.key = key
        publicKey = Array(key.publicKey.rawRepresentation)
        id = SHA256.hash(data: key.publicKey.rawRepresentation).prefix(8).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// A key that nobody has seen, for tests and for the first start.
    public static func random() -> CommandSigner { CommandSigner(Curve25519.Signing.PrivateKey()) }

    /// The 64 bytes of a signature.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: bytes)) }

    /// Reads a key from its file, which nobody but its owner may read.
    public static func load(_ path: String) throws(Failure) -> CommandSigner {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path: path, reason: reason()) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "it cannot be read")
        }
        let text = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: text), bytes.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw .malformed(path: path) }
        return CommandSigner(key)
    }

    /// Reads the key, or makes one with its file, readable by its owner alone; durable when this returns.
    ///
    /// Two hubs that start at once on one folder come to one key: the file is made only where there is none.
    public static func loadOrMake(_ path: String) throws(Failure) -> CommandSigner {
        if access(path, F_OK) == 0 { return try load(path) }
        let made = random()
        let text = made.key.rawRepresentation.base64EncodedString() + "\n"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0, errno == EEXIST { return try load(path) }
        guard file >= 0 else { throw .unreadable(path: path, reason: reason()) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            let why = reason()
            unlink(path)
            throw .unreadable(path: path, reason: why)
        }
        return made
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
