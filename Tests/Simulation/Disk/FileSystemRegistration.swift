import CSQLite

/// A disk's entry in SQLite's list of file systems, for as long as it lives.
final class FileSystemRegistration {
    private let entry: UnsafeMutablePointer<sqlite3_vfs>
    private let name: UnsafeMutablePointer<CChar>

    init(_ disk: SimulatedDisk) {
        name = UnsafeMutablePointer<CChar>.allocate(capacity: disk.name.utf8.count + 1)
        for (index, byte) in disk.name.utf8CString.enumerated() { name[index] = byte }
        entry = .allocate(capacity: 1)
        entry.initialize(to: sqlite3_vfs())
        entry.pointee.iVersion = 2
        entry.pointee.szOsFile = Int32(MemoryLayout<FileSlot>.size)
        entry.pointee.mxPathname = 512
        entry.pointee.zName = UnsafePointer(name)
        // The disk takes its entry off the list before it goes.
        entry.pointee.pAppData = Unmanaged.passUnretained(disk).toOpaque()
        entry.pointee.xOpen = openFile
        entry.pointee.xDelete = deleteFile
        entry.pointee.xAccess = accessFile
        entry.pointee.xFullPathname = fullPath
        entry.pointee.xRandomness = randomBytes
        entry.pointee.xSleep = { _, microseconds in microseconds }
        entry.pointee.xCurrentTime = { _, days in
            days?.pointee = 2_460_000
            return SQLITE_OK
        }
        entry.pointee.xCurrentTimeInt64 = { _, milliseconds in
            milliseconds?.pointee = 212_544_000_000_000
            return SQLITE_OK
        }
        entry.pointee.xGetLastError = { _, _, _ in 0 }
        sqlite3_vfs_register(entry, 0)
    }

    deinit {
        sqlite3_vfs_unregister(entry)
        entry.deallocate()
        name.deallocate()
    }
}

/// What SQLite keeps for an open file: its own head, then our object.
struct FileSlot {
    var head: sqlite3_file
    var file: UnsafeMutableRawPointer?
}

private func disk(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedDisk? {
    vfs?.pointee.pAppData.map { Unmanaged<SimulatedDisk>.fromOpaque($0).takeUnretainedValue() }
}

private func openFile(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
    _ slot: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let disk = disk(vfs), let slot else { return SQLITE_CANTOPEN }
    slot.pointee.pMethods = nil
    if disk.lifeline.isDead { return SQLITE_IOERR }
    let path = name.map { String(cString: $0) } ?? "temporary"
    var isNew = false
    var file = disk.file(path)
    if file == nil {
        guard flags & SQLITE_OPEN_CREATE != 0 else { return SQLITE_CANTOPEN }
        guard disk.lifeline.spend() else { return SQLITE_IOERR }
        file = disk.create(path)
        isNew = true
    }
    guard let file else { return SQLITE_CANTOPEN }
    let logs = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL
    let open = OpenFile(
        disk, file, path: path, syncsNames: isNew && flags & logs != 0,
        isDeletedOnClose: flags & SQLITE_OPEN_DELETEONCLOSE != 0)
    slot.withMemoryRebound(to: FileSlot.self, capacity: 1) { slot in
        slot.pointee.file = Unmanaged.passRetained(open).toOpaque()
        slot.pointee.head.pMethods = fileMethods
    }
    outFlags?.pointee = flags
    return SQLITE_OK
}

private func deleteFile(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ syncsNames: Int32
) -> Int32 {
    guard let disk = disk(vfs), let name else { return SQLITE_IOERR }
    let path = String(cString: name)
    guard disk.file(path) != nil else { return SQLITE_IOERR | 23 << 8 }  // SQLITE_IOERR_DELETE_NOENT
    guard disk.lifeline.spend() else { return SQLITE_IOERR | 10 << 8 }
    disk.unlink(path)
    guard syncsNames != 0 else { return SQLITE_OK }
    guard disk.lifeline.spend() else { return SQLITE_IOERR | 5 << 8 }
    disk.syncNames()
    return SQLITE_OK
}

private func accessFile(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ flags: Int32,
    _ result: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let disk = disk(vfs), let name else { return SQLITE_IOERR }
    // An empty file counts as none, as it does on Unix.
    let size = disk.file(String(cString: name))?.current.count ?? 0
    result?.pointee = flags == SQLITE_ACCESS_EXISTS ? (size > 0 ? 1 : 0) : 1
    return SQLITE_OK
}

private func fullPath(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ room: Int32,
    _ target: UnsafeMutablePointer<CChar>?
) -> Int32 {
    guard let name, let target else { return SQLITE_CANTOPEN }
    var index = 0
    while index < Int(room) - 1, name[index] != 0 {
        target[index] = name[index]
        index += 1
    }
    target[index] = 0
    return SQLITE_OK
}

private func randomBytes(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ count: Int32, _ target: UnsafeMutablePointer<CChar>?
) -> Int32 {
    for index in 0..<Int(count) { target?[index] = CChar(truncatingIfNeeded: index &* 37 &+ 11) }
    return count
}
