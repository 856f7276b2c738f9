internal import FoundationEssentials
internal import Glibc
internal import SyncWire
internal import Telemetry

/// The file of an agent's identity, readable by its owner alone.
///
/// One file, so that key and certificate never part: it is replaced as a whole, and after a crash at any moment either
/// the old identity or the new one is there, durable.
public struct IdentityFile: Sendable {
    /// The path of the file.
    public let path: String

    /// A file, which need not be there yet.
    public init(path: String) {
        self.path = path
    }

    /// What tells one content of the file from another without reading it; nothing while there is none.
    struct Mark: Equatable {
        var inode: UInt
        var seconds: Int
        var nanoseconds: Int
        var size: Int
    }

    var mark: Mark? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Mark(
            inode: UInt(status.st_ino), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
            size: Int(status.st_size))
    }

    /// Whether others than its owner may read it.
    public var isExposed: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The identity; nothing while there is none.
    public func read() throws(IdentityFault) -> AgentIdentity? {
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return nil }
            throw .system(path: path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        let count = fread(&bytes, 1, bytes.count, file)
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes.prefix(count))),
            let agent = AgentID(content.agent), let tenant = TenantID(content.tenant)
        else { throw .unusable("\(path) cannot be read") }
        return try AgentIdentity(
            agent: agent, tenant: tenant, address: content.address, keyPEM: content.key,
            certificatePEM: content.certificate, authoritiesPEM: content.authorities,
            commandKeys: content.commandKeys.compactMap { key in
                Base64Text.decode(key.publicKey).map { CommandKeys.Key(id: key.id, publicKey: $0) }
            })
    }

    /// Replaces what is there, and returns when the new identity is durable.
    public func write(_ identity: AgentIdentity) throws(IdentityFault) {
        let content = Content(
            agent: identity.agent.description, tenant: identity.tenant.description, address: identity.address,
            key: identity.keyPEM, certificate: identity.certificatePEM, authorities: identity.authoritiesPEM,
            commandKeys: identity.commandKeys.map {
                .init(id: $0.id, publicKey: Base64Text.encode($0.publicKey))
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(content) else { throw .unusable("it cannot be written as JSON") }
        try replace(Array(json) + [UInt8(ascii: "\n")])
    }

    private func replace(_ bytes: [UInt8]) throws(IdentityFault) {
        let temporary = path + ".new"
        // What an earlier attempt left could have other rights.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw fault() }
        let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        let why = fault()
        close(file)
        guard isWritten else { throw why }
        guard rename(temporary, path) == 0 else { throw fault() }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault() }
    }

    private func fault() -> IdentityFault { .system(path: path, reason: String(cString: strerror(errno))) }

    /// Far more than a key and a few certificates take.
    private static let bytesMax = 64 << 10

    private struct Content: Codable {
        struct Key: Codable {
            var id: String
            var publicKey: String
        }

        var agent: String
        var tenant: String
        var address: String
        var key: String
        var certificate: String
        var authorities: String
        var commandKeys: [Key]
    }
}
