internal import Glibc

/// Keeps every other process out of a folder for as long as it lives; the system frees it when the process ends.
final class FolderLock {
    private let file: Int32

    init(folder: String) throws(StoreError) {
        let path = "\(folder)/lock"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .folderUnusable("cannot open \(path): \(String(cString: strerror(errno)))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw .folderInUse(folder)
        }
    }

    deinit {
        // A child of this process that has not come to its exec has the same file, and would keep the lock a moment.
        _ = flock(file, LOCK_UN)
        close(file)
    }
}
