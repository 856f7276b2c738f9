internal import Glibc

/// The file systems of this machine.
public struct SystemDisk: StoreDisk {
    /// SQLite's own.
    public let fileSystem: String? = nil

    /// All disks of the machine.
    public init() {}

    /// Locks the file `lock` in the folder (mode 0700); the system frees it when the process ends.
    public func claim(_ folder: String) throws(StoreError) -> AnyObject {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.unusable("cannot make \(folder)") }
        return try FolderLock(folder: folder)
    }

    /// Real files.
    public func files(in folder: String) throws(StoreError) -> any StoreFiles {
        try DirectoryFiles(folder: folder)
    }

    /// Makes it with mode 0700.
    public func makeFolder(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.unusable("cannot make \(path)") }
    }

    /// Renames it, which is one step within a file system.
    public func move(_ path: String, to target: String) throws(StoreError) {
        guard rename(path, target) == 0 || errno == ENOENT else { throw Self.unusable("cannot move \(path)") }
    }

    /// Makes it with mode 0600.
    public func mark(_ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
    }

    /// What `stat` says.
    public func size(_ path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(clamping: status.st_size) : nil
    }

    /// Reads it, without waiting for anything but the disk.
    public func bytes(_ path: String, from offset: UInt64, count: Int) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
            while read < count {
                let some = pread(file, buffer.baseAddress! + read, count - read, off_t(offset) + off_t(read))
                if some < 0, errno == EINTR { continue }
                guard some > 0 else { return }
                read += some
            }
        }
    }

    /// Unlinks it.
    public func remove(_ path: String) {
        unlink(path)
    }

    private static func unusable(_ what: String) -> StoreError {
        .folderUnusable("\(what): \(String(cString: strerror(errno)))")
    }
}
