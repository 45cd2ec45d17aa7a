//! Weights between actors as a matrix.

use crate::actor::ActorIx;

/// Weights between the actors of the rows and those of the columns.
///
/// ```
/// # use standoff::{ActorIx, Data, analyze::Matrix, read};
/// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nAbbey,aids,Oldbridge\n")]).unwrap();
/// let actors: Vec<ActorIx> = data.actor_ixs().take(2).collect();
/// let matrix = Matrix { rows: actors.clone(), columns: actors, cells: vec![(0, 1, 0.5), (1, 0, 0.5)], symmetric: true };
/// assert_eq!(matrix.dense().collect::<Vec<_>>(), [[0.0, 0.5], [0.5, 0.0]]);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matrix {
    /// Who the rows are.
    pub rows: Vec<ActorIx>,
    /// Who the columns are.
    pub columns: Vec<ActorIx>,
    /// The row, the column and the weight of each cell that is not 0, in the order of rows and columns.
    pub cells: Vec<(u32, u32, f64)>,
    /// Whether rows and columns are the same actors, and the weights the same in both directions.
    pub symmetric: bool,
}

impl Matrix {
    /// Row by row, with a number for each column.
    pub fn dense(&self) -> impl Iterator<Item = Vec<f64>> {
        let mut cells = self.cells.iter().peekable();
        (0..self.rows.len() as u32).map(move |row| {
            let mut dense = vec![0.0; self.columns.len()];
            while let Some(&(_, column, weight)) = cells.next_if(|cell| cell.0 == row) {
                dense[column as usize] = weight;
            }
            dense
        })
    }
}
