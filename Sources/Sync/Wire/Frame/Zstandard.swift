internal import CZstd

/// zstd at level 1 with a checksum: higher levels gain nothing on packed columns.
package enum Zstandard {
    package enum Failure: Error {
        case truncated
        case lengthMismatch
        case corrupt
    }

    /// Appends the compressed form of `bytes`.
    package static func compress(_ bytes: [UInt8], onto output: inout [UInt8]) {
        let bound = ZSTD_compressBound(bytes.count)
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            let written = bytes.withUnsafeBytes {
                ZSTD_compress2(context, buffer.baseAddress, bound, $0.baseAddress, $0.count)
            }
            // With room for the bound, compressing fails only when there is no memory,
            // of which nothing can be said here.
            precondition(ZSTD_isError(written) == 0, "zstd ran out of memory")
            count = written
        }
        output.append(contentsOf: compressed)
    }

    /// Decompresses exactly `length` bytes out of exactly one zstd frame; `length` has been checked against a limit.
    package static func decompress(_ bytes: ArraySlice<UInt8>, length: Int) throws(Failure) -> [UInt8] {
        let declared = bytes.withUnsafeBytes { source -> Result<UInt64, Failure> in
            let frame = ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
            if ZSTD_isError(frame) != 0 {
                return .failure(ZSTD_getErrorCode(frame) == ZSTD_error_srcSize_wrong ? .truncated : .corrupt)
            }
            guard frame == source.count else { return .failure(.lengthMismatch) }
            return .success(ZSTD_getFrameContentSize(source.baseAddress, source.count))
        }
        guard try declared.get() == UInt64(length) else { throw .lengthMismatch }
        var failed = false
        let output = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let written = bytes.withUnsafeBytes {
                ZSTD_decompress(buffer.baseAddress, length, $0.baseAddress, $0.count)
            }
            failed = written != length
            count = failed ? 0 : written
        }
        if failed { throw .corrupt }
        return output
    }
}
