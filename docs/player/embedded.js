// A portal's own script: a story as a value, clips as bytes, and what happened.

const second = document.getElementById("second");

// Here the portal would check who asks, or decrypt. `file` is NAME.mp4, NAME.m4a or NAME.jpg.
second.clips = async (file) => {
  const answer = await fetch("clips/" + file);
  if (!answer.ok) throw new Error(file + ": " + answer.status);
  return answer.arrayBuffer();
};

fetch("story.json")
  .then((answer) => answer.json())
  .then((story) => {
    second.story = story;
  });

window.told = [];
document.addEventListener("sollecito", ({ target, detail }) => {
  window.told.push([target.id, detail.type, detail.scene]);
});
