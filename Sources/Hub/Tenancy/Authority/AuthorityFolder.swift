internal import Glibc

/// Where the hub's authority is kept: one file, `authority.pem`, readable by its owner alone.
///
/// The file is there as a whole or not at all, whatever is killed when; several hubs that start at once on one folder
/// make one authority. The key is nowhere else: not in the database, not in the logs.
public struct AuthorityFolder: Sendable {
    /// The folder.
    public let path: String
    /// The file of key and certificates.
    public var file: String { path + "/authority.pem" }

    /// A folder, which need not be there yet.
    public init(path: String) {
        self.path = path
    }

    /// The authority, made with this call when there is none.
    ///
    /// Says as well whether it was made.
    public func open() throws -> (authority: CertificateAuthority, isNew: Bool) {
        try withLock {
            if let found = try read() { return (found, false) }
            let authority = try CertificateAuthority.make()
            try write(authority)
            return (authority, true)
        }
    }

    /// Makes an authority; throws `exists` when there is one.
    public func make() throws -> CertificateAuthority {
        let (authority, isNew) = try open()
        guard isNew else { throw AuthorityFault.exists(path: file) }
        return authority
    }

    /// The authority; nothing when there is none.
    public func read() throws(AuthorityFault) -> CertificateAuthority? {
        let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(path: file, reason: Self.reason)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(path: file, reason: Self.reason) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count) }
            if got == 0 { break }
            guard got > 0 else { throw .system(path: file, reason: Self.reason) }
            count += got
        }
        guard count < bytes.count else { throw .unreadable("it is longer than \(Self.bytesMax) bytes") }
        return try CertificateAuthority(pem: String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    private func write(_ authority: CertificateAuthority) throws(AuthorityFault) {
        let temporary = file + ".new"
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path: temporary, reason: Self.reason) }
        let bytes = Array(authority.secretPEM.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = Self.reason
        close(descriptor)
        guard isWritten else { throw .system(path: temporary, reason: reason) }
        guard rename(temporary, file) == 0 else { throw .system(path: file, reason: Self.reason) }
    }

    /// Makes the folder and holds its lock, so that hubs that start at once make one authority; what was renamed in it
    /// is durable when this returns.
    private func withLock<Value>(_ work: () throws -> Value) throws -> Value {
        try makeFolders()
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw AuthorityFault.system(path: path, reason: Self.reason)
        }
        defer { close(descriptor) }
        let value = try work()
        guard fsync(descriptor) == 0 else { throw AuthorityFault.system(path: path, reason: Self.reason) }
        return value
    }

    private func makeFolders() throws(AuthorityFault) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw .system(path: made, reason: Self.reason) }
        }
    }

    private static var reason: String { String(cString: strerror(errno)) }

    /// Far more than a key and a few certificates take.
    private static let bytesMax = 64 << 10
}
