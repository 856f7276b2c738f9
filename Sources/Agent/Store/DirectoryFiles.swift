internal import Glibc

/// The files of one real folder.
public struct DirectoryFiles: StoreFiles {
    private let folder: String

    /// The files of a folder, which is made when it is missing (mode 0700).
    public init(folder: String) throws(StoreError) {
        self.folder = folder
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .folderUnusable("cannot make \(folder): \(Self.reason())")
        }
    }

    /// Writes `<name>.new` and syncs it; a full disk is told as `diskFull`.
    public func write(_ bytes: [UInt8], temporaryFor name: String) throws(StoreError) {
        let path = "\(folder)/\(name)\(Self.temporary)"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("cannot write \(path)") }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                // `written` is below the count, so there is a base address.
                Glibc.write(file, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if result < 0 && errno == EINTR { continue }
            guard result > 0 else { throw Self.failure("cannot write \(path)") }
            written += result
        }
        guard fsync(file) == 0 else { throw Self.failure("cannot sync \(path)") }
    }

    /// Renames `<name>.new`, then syncs the folder.
    public func publish(_ name: String) throws(StoreError) {
        let path = "\(folder)/\(name)"
        guard rename(path + Self.temporary, path) == 0 else { throw Self.failure("cannot rename to \(path)") }
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure("cannot open \(folder)") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Self.failure("cannot sync \(folder)") }
    }

    /// Reads the file at once; one that the medium does not give back is as none.
    ///
    /// That is one with a sector that cannot be read, or one that ends before its size. An error that may pass, as too
    /// many open files, says nothing about the file and is thrown.
    public func read(_ name: String) throws(StoreError) -> [UInt8]? {
        let path = "\(folder)/\(name)"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || Self.isLoss(errno) { return nil }
            throw Self.failure("cannot read \(path)")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            if Self.isLoss(errno) { return nil }
            throw Self.failure("cannot read \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var have = 0
        while have < bytes.count {
            let result = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(file, buffer.baseAddress.map { $0 + have }, buffer.count - have)
            }
            if result < 0 && errno == EINTR { continue }
            if result == 0 || (result < 0 && Self.isLoss(errno)) { return nil }
            guard result > 0 else { throw Self.failure("cannot read \(path)") }
            have += result
        }
        return bytes
    }

    /// Unlinks the file.
    public func remove(_ name: String) throws(StoreError) {
        guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else {
            throw Self.failure("cannot remove \(folder)/\(name)")
        }
    }

    /// Lists the folder, without the reserve.
    public func listing() throws(StoreError) -> any FileListing {
        guard let stream = opendir(folder) else { throw Self.failure("cannot list \(folder)") }
        return DirectoryListing(stream, without: [Self.reserve])
    }

    /// What `statvfs` says; no limit when it cannot be asked.
    public func freeBytes() -> UInt64 {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return .max }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// Allocates a file of that many bytes, where there is room for it.
    public func keepReserve(bytes: Int) {
        var status = stat()
        let path = "\(folder)/\(Self.reserve)"
        if stat(path, &status) == 0, status.st_size == off_t(bytes) { return }
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        // Without room for it there is no reserve; the next try may have more luck.
        if posix_fallocate(file, 0, off_t(bytes)) != 0 { releaseReserve() }
    }

    /// Removes that file.
    public func releaseReserve() {
        unlink("\(folder)/\(Self.reserve)")
    }

    /// Whether an error of a read says that the bytes are gone, and not that they cannot be had now.
    ///
    /// Sectors that cannot be read, and what file systems say of their own damage: a checksum that is wrong (EBADMSG),
    /// a structure that is (EUCLEAN), a medium that has lost it (ENODATA).
    package static func isLoss(_ code: Int32) -> Bool {
        [EIO, EBADMSG, EUCLEAN, ENODATA].contains(code)
    }

    static let temporary = ".new"
    private static let reserve = "reserve"

    private static func reason() -> String { String(cString: strerror(errno)) }

    private static func failure(_ what: String) -> StoreError {
        errno == ENOSPC || errno == EDQUOT ? .diskFull : .file("\(what): \(reason())")
    }
}
