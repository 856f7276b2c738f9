internal import Glibc

/// What the hub gave when the agent was enrolled; a secret in a file of mode 0600.
struct CredentialFile: Sendable {
    let path: String

    /// The credential; nothing while there is none.
    func read() -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes.prefix(count).filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// Writes the credential so that it is there as a whole or not at all; throws what to tell a person.
    func write(_ credential: String) throws(CredentialFault) {
        let temporary = path + ".new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CredentialFault(path, errno) }
        let bytes = Array((credential + "\n").utf8)
        let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        let reason = errno
        close(file)
        guard isWritten else { throw CredentialFault(path, reason) }
        guard rename(temporary, path) == 0 else { throw CredentialFault(path, errno) }
    }
}

/// Why a credential cannot be kept.
struct CredentialFault: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ number: Int32) {
        description = "cannot write \(path): \(String(cString: strerror(number)))"
    }
}
