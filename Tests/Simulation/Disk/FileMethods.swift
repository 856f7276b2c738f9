import CSQLite

/// What SQLite does with an open file of a simulated disk; one table for all of them, kept for ever.
///
/// Written once by its initialiser and only read from there on, because C wants a pointer that outlives every file.
nonisolated(unsafe) let fileMethods: UnsafePointer<sqlite3_io_methods> = {
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: sqlite3_io_methods())
    methods.pointee.iVersion = 2
    methods.pointee.xClose = closeFile
    methods.pointee.xRead = readFile
    methods.pointee.xWrite = writeFile
    methods.pointee.xTruncate = truncateFile
    methods.pointee.xSync = syncFile
    methods.pointee.xFileSize = fileSize
    // One process has the folder to itself, so that a lock is always had.
    methods.pointee.xLock = { _, _ in SQLITE_OK }
    methods.pointee.xUnlock = { _, _ in SQLITE_OK }
    methods.pointee.xCheckReservedLock = { _, result in
        result?.pointee = 0
        return SQLITE_OK
    }
    methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
    methods.pointee.xSectorSize = { _ in 4_096 }
    methods.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    methods.pointee.xShmMap = mapRegion
    methods.pointee.xShmLock = { _, _, _, _ in SQLITE_OK }
    methods.pointee.xShmBarrier = { _ in }
    methods.pointee.xShmUnmap = { slot, _ in
        open(slot)?.forgetRegions()
        return SQLITE_OK
    }
    return UnsafePointer(methods)
}()

private func open(_ slot: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    slot?.withMemoryRebound(to: FileSlot.self, capacity: 1) { slot in
        slot.pointee.file.map { Unmanaged<OpenFile>.fromOpaque($0).takeUnretainedValue() }
    }
}

private func closeFile(_ slot: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    if let file = open(slot), file.isDeletedOnClose, file.lifeline.spend() { file.disk.unlink(file.path) }
    slot?.withMemoryRebound(to: FileSlot.self, capacity: 1) { slot in
        if let file = slot.pointee.file { Unmanaged<OpenFile>.fromOpaque(file).release() }
        slot.pointee.file = nil
    }
    return SQLITE_OK
}

private func readFile(
    _ slot: UnsafeMutablePointer<sqlite3_file>?, _ target: UnsafeMutableRawPointer?, _ count: Int32, _ offset: Int64
) -> Int32 {
    guard let file = open(slot), let target, !file.lifeline.isDead else { return SQLITE_IOERR | 1 << 8 }
    let read = file.file.current.read(at: Int(offset), into: target, count: Int(count))
    if read == Int(count) { return SQLITE_OK }
    (target + read).initializeMemory(as: UInt8.self, repeating: 0, count: Int(count) - read)
    return SQLITE_IOERR | 2 << 8  // SQLITE_IOERR_SHORT_READ
}

private func writeFile(
    _ slot: UnsafeMutablePointer<sqlite3_file>?, _ source: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
) -> Int32 {
    guard let file = open(slot), let source, file.lifeline.spend() else { return SQLITE_IOERR | 3 << 8 }
    let growth = Int(offset) + Int(count) - file.file.current.count
    if growth > file.disk.free { return SQLITE_FULL }
    file.file.write(UnsafeRawBufferPointer(start: source, count: Int(count)), at: Int(offset))
    return SQLITE_OK
}

private func truncateFile(_ slot: UnsafeMutablePointer<sqlite3_file>?, _ size: Int64) -> Int32 {
    guard let file = open(slot), file.lifeline.spend() else { return SQLITE_IOERR | 6 << 8 }
    file.file.resize(to: Int(size))
    return SQLITE_OK
}

private func syncFile(_ slot: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
    guard let file = open(slot), file.lifeline.spend() else { return SQLITE_IOERR | 4 << 8 }
    file.disk.sync(file.file)
    guard file.syncsNames else { return SQLITE_OK }
    guard file.lifeline.spend() else { return SQLITE_IOERR | 5 << 8 }
    file.syncsNames = false
    file.disk.syncNames()
    return SQLITE_OK
}

private func fileSize(_ slot: UnsafeMutablePointer<sqlite3_file>?, _ size: UnsafeMutablePointer<Int64>?) -> Int32 {
    guard let file = open(slot) else { return SQLITE_IOERR }
    size?.pointee = Int64(file.file.current.count)
    return SQLITE_OK
}

private func mapRegion(
    _ slot: UnsafeMutablePointer<sqlite3_file>?, _ number: Int32, _ bytes: Int32, _ makes: Int32,
    _ region: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
    guard let file = open(slot) else { return SQLITE_IOERR }
    region?.pointee = file.region(Int(number), bytes: Int(bytes), makes: makes != 0)
    return SQLITE_OK
}
