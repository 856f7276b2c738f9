/// Finds the number of a rank without sorting all of them, since a band needs few quantiles.
enum Selection {
    /// Moves the numbers so that the one of a rank (0 is the least) stands in its place, no greater ones before it and
    /// no lesser ones after it.
    ///
    /// Hoare's FIND (Communications of the ACM 1961). Linear for what errors look like, quadratic at worst.
    static func place(_ rank: Int, in values: inout [Double]) {
        values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[rank]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while pivot < values[right] { right -= 1 }
                    if left <= right {
                        values.swapAt(left, right)
                        left += 1
                        right -= 1
                    }
                }
                if right < rank { low = left }
                if rank < left { high = right }
            }
        }
    }
}
